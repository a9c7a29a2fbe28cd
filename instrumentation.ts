import type { Instrumentation } from "next";
import { logger } from "#server/logger.ts";

/**
 * Logs what escaped while a page was rendered, under the number that the error page shows. Only the
 * pattern of the address is logged: the address itself may hold an invite.
 */
export const onRequestError: Instrumentation.onRequestError = (error, _request, context) => {
  const digest = error instanceof Error && "digest" in error ? error.digest : undefined;
  logger.error({ err: error, digest, route: context.routePath }, "page failed");
};
