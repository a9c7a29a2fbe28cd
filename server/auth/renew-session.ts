import { cookies } from "next/headers";
import type { Database } from "#db/client.ts";
import { findAccount } from "#db/queries/users.ts";
import { credentialStamp } from "#server/auth/credential-stamp.ts";
import {
  hasSecureCookies,
  sessionCookieName,
  sessionSeconds,
  writeSessionToken,
} from "#server/auth/session-token.ts";

/**
 * Keeps the browser that changed a password or an address signed in, while every other session of
 * the user ends. Only inside a request that may set cookies.
 */
export async function renewSession(db: Database, userId: string): Promise<void> {
  const account = await findAccount(db, userId);
  if (account === null) return;
  const token = await writeSessionToken({ sub: userId, stamp: credentialStamp(account) });
  (await cookies()).set(sessionCookieName(), token, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: hasSecureCookies(),
    maxAge: sessionSeconds,
  });
}
