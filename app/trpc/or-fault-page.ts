import "server-only";
import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";

/** Waits for a procedure; an expected fault becomes the page and status that say so. */
export async function orFaultPage<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TRPCError) await showFaultPage(error.code);
    throw error;
  }
}

async function showFaultPage(code: TRPCError["code"]): Promise<void> {
  if (code === "NOT_FOUND") notFound();
  if (code === "FORBIDDEN") forbidden();
  if (code !== "UNAUTHORIZED") return;
  const path = (await headers()).get("x-request-path") ?? "/";
  redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}
