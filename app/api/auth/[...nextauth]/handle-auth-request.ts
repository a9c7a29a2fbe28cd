import { randomUUID } from "node:crypto";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { readBodyWithin } from "#server/api/read-body-within.ts";
import { assertSameSite } from "#server/api/same-site.ts";
import { type AuthAttempt, createAuthOptions } from "#server/auth/auth-options.ts";
import { clientAddressOf } from "#server/auth/client-address.ts";
import { Fault, faultStatus, TooMany } from "#server/errors.ts";
import { logger } from "#server/logger.ts";
import { getDatabase } from "#server/runtime.ts";

export type AuthRouteContext = { readonly params: Promise<{ readonly nextauth: string[] }> };

const bytesMax = 20_000;

/** The sign-in routes of the framework, with our own words and statuses when signing in fails. */
export async function handleAuthRequest(
  request: NextRequest,
  context: AuthRouteContext,
): Promise<Response> {
  const attempt: AuthAttempt = {
    db: getDatabase(),
    clientAddress: clientAddressOf(request.headers),
    userId: null,
    failure: null,
  };
  try {
    // A provider sends people back from its own site with GET; only our pages POST.
    if (request.method === "POST") assertSameSite(request.headers);
    const body = await readBodyWithin(request, bytesMax);
    if (body === null) return Response.json({ message: "This is too much." }, { status: 413 });
    const response: Response = await NextAuth(
      rebuild(request, body),
      context,
      createAuthOptions(attempt),
    );
    return attempt.failure === null ? response : describeFailure(attempt.failure);
  } catch (error) {
    return describeFailure(error);
  }
}

function rebuild(request: NextRequest, body: Uint8Array<ArrayBuffer>): NextRequest {
  const { url, method, headers } = request;
  return new NextRequest(url, { method, headers, body: method === "POST" ? body : undefined });
}

function describeFailure(failure: unknown): Response {
  if (failure instanceof Fault) {
    const wait = failure instanceof TooMany ? failure.retryAfterSeconds : null;
    return Response.json(
      { message: failure.message },
      {
        status: faultStatus[failure.code],
        headers: wait === null ? {} : { "Retry-After": String(wait) },
      },
    );
  }
  const requestId = randomUUID();
  logger.error({ err: failure, requestId }, "sign-in failed");
  const message = "Something went wrong on our side. Please try again.";
  return Response.json({ message, requestId }, { status: 500 });
}
