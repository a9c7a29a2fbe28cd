import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { readEnvironment } from "#server/env.ts";
import { Unavailable } from "#server/errors.ts";

/** What a session cookie carries: who, and a stamp that changes with the ways in. */
const sessionClaims = z.object({ sub: z.uuid(), stamp: z.string() });
export type SessionClaims = z.infer<typeof sessionClaims>;

export const sessionSeconds = 30 * 24 * 3600;

/** Secure only where the site is served over HTTPS: browsers drop secure cookies on plain HTTP. */
export function hasSecureCookies(): boolean {
  return readEnvironment().NEXTAUTH_URL?.startsWith("https://") ?? false;
}

/** Names of our own, as other programs on the same host may use the same framework. */
export function sessionCookieName(): string {
  return hasSecureCookies() ? "__Secure-tiebreak.session" : "tiebreak.session";
}

export function sessionSecret(): string {
  const secret = readEnvironment().NEXTAUTH_SECRET;
  if (secret === undefined) throw new Unavailable("NEXTAUTH_SECRET is not set; see the README.");
  return secret;
}

/** Null for a token that is forged, expired, or of another shape. */
export async function readSessionToken(token: string): Promise<SessionClaims | null> {
  const payload = await decode({ token, secret: sessionSecret() }).catch(() => null);
  return sessionClaims.safeParse(payload).data ?? null;
}

export async function writeSessionToken(claims: SessionClaims): Promise<string> {
  return await encode({ token: claims, secret: sessionSecret(), maxAge: sessionSeconds });
}
