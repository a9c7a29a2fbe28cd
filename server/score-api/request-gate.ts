import { RequestFault } from "./request-fault.ts";

/** A request that was let in. */
export type Ticket = {
  /** Counts bytes that it keeps in memory; false when all requests together keep too many. */
  readonly hold: (bytes: number) => boolean;
  readonly leave: () => void;
};

export type RequestGate = {
  /** @throws RequestFault 429 when as many are inside as there may be */
  readonly enter: () => Ticket;
  readonly inside: () => number;
};

/** Bounds the requests that are being read or scored, and the bytes that they hold together. */
export function openRequestGate(limits: {
  readonly requestsMax: number;
  readonly bytesMax: number;
}): RequestGate {
  let inside = 0;
  let held = 0;
  return {
    inside: () => inside,
    enter() {
      if (inside >= limits.requestsMax) throw overloaded();
      inside += 1;
      let own = 0;
      return {
        hold(bytes) {
          own += bytes;
          held += bytes;
          return held <= limits.bytesMax;
        },
        leave() {
          inside -= 1;
          held -= own;
        },
      };
    },
  };
}

export function overloaded(): RequestFault {
  return new RequestFault({
    status: 429,
    type: "overloaded",
    message:
      "As many requests as this score service takes are being scored; try again in a moment.",
    retryAfterSeconds: 1,
  });
}
