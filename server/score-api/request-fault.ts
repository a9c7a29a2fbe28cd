import type { RewardErrorEnvelope } from "#server/contracts/reward-protocol.ts";
import { Fault, faultStatus, ScoreServiceFault } from "#server/errors.ts";

type FaultDetails = {
  readonly status: number;
  /** One word for programs. */
  readonly type: string;
  readonly message: string;
  readonly param?: string;
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A whole request that cannot be answered. */
export class RequestFault extends Error {
  readonly details: FaultDetails;

  constructor(details: FaultDetails) {
    super(details.message);
    this.details = details;
  }
}

/** What a use case refused, as a fault of the request; null for a bug. */
export function readFault(error: unknown): RequestFault | null {
  if (error instanceof RequestFault) return error;
  if (!(error instanceof Fault)) return null;
  const { message } = error;
  switch (error.code) {
    case "NOT_FOUND":
      return new RequestFault({ status: 404, type: "model_not_found", message, param: "model" });
    case "CONFLICT":
      return new RequestFault({ status: 422, type: "model_not_servable", message, param: "model" });
    case "SERVICE_UNAVAILABLE":
      return new RequestFault({
        status: 503,
        type: "unavailable",
        message,
        retryAfterSeconds: secondsToWait(error),
      });
    default:
      return new RequestFault({ status: faultStatus[error.code], type: "refused", message });
  }
}

/** What an outside service asks for, where one is to blame. */
function secondsToWait(error: Fault): number {
  const wantedMs = error instanceof ScoreServiceFault ? error.retryAfterMs : null;
  return Math.max(2, Math.ceil((wantedMs ?? 0) / 1000));
}

export function describeFault({ details }: RequestFault): RewardErrorEnvelope {
  const { type, message, param = null, retryAfterSeconds } = details;
  return { error: { type, message, param, retryable: retryAfterSeconds !== undefined } };
}
