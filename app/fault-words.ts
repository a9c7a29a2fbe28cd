import { TRPCClientError } from "@trpc/client";

/** What to say about a failed request: the API's own sentence, or that it was not reached. */
export function faultWords(error: unknown): string {
  if (error instanceof TRPCClientError && error.data) return error.message;
  return "The server could not be reached. Check the connection and try again.";
}
