import type { Instrumentation } from "next";
import { logger } from "#server/logger.ts";

/** Runs once when a web process starts. */
export async function register(): Promise<void> {
  // Spelt like this, because Next fills it in when it builds and drops the rest where it is not Node.
  // biome-ignore lint/style/noProcessEnv: as above.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { allowLongUploads } = await import("#server/api/allow-long-uploads.ts");
    allowLongUploads();
  }
}

/**
 * Logs what escaped while a page was rendered, under the number that the error page shows. Only the
 * pattern of the address is logged: the address itself may hold an invite.
 */
export const onRequestError: Instrumentation.onRequestError = (error, _request, context) => {
  const digest = error instanceof Error && "digest" in error ? error.digest : undefined;
  logger.error({ err: error, digest, route: context.routePath }, "page failed");
};
