import "server-only";
import { TRPCError } from "@trpc/server";

/** The words of the expected fault that a call ends in; a bug rises. */
export async function faultSentence(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "";
  } catch (error) {
    if (error instanceof TRPCError && error.code !== "INTERNAL_SERVER_ERROR") return error.message;
    throw error;
  }
}
