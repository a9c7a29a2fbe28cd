import { randomUUID } from "node:crypto";
import { Fault, faultStatus } from "#server/errors.ts";
import { logger } from "#server/logger.ts";

/** Runs a route that is not tRPC; what goes wrong becomes a status and a sentence, as it does there. */
export async function answerFaults(
  path: string,
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof Fault) {
      return Response.json({ message: error.message }, { status: faultStatus[error.code] });
    }
    const requestId = randomUUID();
    logger.error({ err: error, path, requestId }, "request failed");
    const message = "Something went wrong on our side. Nothing you did was lost.";
    return Response.json({ message, requestId }, { status: 500 });
  }
}
