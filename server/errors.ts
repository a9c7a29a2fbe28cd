/** Expected faults: their message is a sentence for the person who caused them. */
export abstract class Fault extends Error {
  abstract readonly code: FaultCode;
}

export type FaultCode =
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT"
  | "BAD_REQUEST"
  | "TOO_MANY_REQUESTS"
  | "SERVICE_UNAVAILABLE";

export class SignedOut extends Fault {
  readonly code = "UNAUTHORIZED";
}

export class Forbidden extends Fault {
  readonly code = "FORBIDDEN";
}

export class NotFound extends Fault {
  readonly code = "NOT_FOUND";
}

export class Conflict extends Fault {
  readonly code = "CONFLICT";
}

export class Invalid extends Fault {
  readonly code = "BAD_REQUEST";
}

export class TooMany extends Fault {
  readonly code = "TOO_MANY_REQUESTS";
  /** When it may be tried again; null where there is no such moment. */
  readonly retryAfterSeconds: number | null;

  constructor(message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class Unavailable extends Fault {
  readonly code = "SERVICE_UNAVAILABLE";
}

export type ScoreServiceReason =
  | "address_refused"
  | "unreachable"
  | "timed_out"
  | "too_large"
  | "refused"
  | "overloaded"
  | "bad_reply"
  | "not_finite"
  | "paused"
  | "version_changed";

/** A score service could not be asked or understood; judging goes on without it. */
export class ScoreServiceFault extends Unavailable {
  readonly reason: ScoreServiceReason;
  /** How long the service asks to be left alone; null when it asks for nothing. */
  readonly retryAfterMs: number | null;

  constructor(
    reason: ScoreServiceReason,
    message: string,
    options: ErrorOptions & { readonly retryAfterMs?: number | null } = {},
  ) {
    super(message, options);
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** The model behind a score service was exchanged between two replies: neither may be stored. */
export class ModelVersionChanged extends ScoreServiceFault {
  constructor(before: string, after: string) {
    super(
      "version_changed",
      `The score service changed its model from ${before} to ${after} while it was asked; nothing of this batch was kept.`,
    );
  }
}

/** HTTP status of a fault, for the routes that are not tRPC. */
export const faultStatus = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  BAD_REQUEST: 400,
  TOO_MANY_REQUESTS: 429,
  SERVICE_UNAVAILABLE: 503,
} as const satisfies Record<FaultCode, number>;
