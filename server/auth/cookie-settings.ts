import type { CookiesOptions } from "next-auth";
import { hasSecureCookies, sessionCookieName } from "./session-token.ts";

/** Every cookie of the sign-in flow, under names of our own. */
export function createCookieSettings(): Partial<CookiesOptions> {
  const isSecure = hasSecureCookies();
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure } as const;
  const shortLived = { ...options, maxAge: 15 * 60 };
  return {
    sessionToken: { name: sessionCookieName(), options },
    callbackUrl: { name: callbackCookieName(), options },
    csrfToken: { name: `${isSecure ? "__Host-" : ""}tiebreak.csrf`, options },
    pkceCodeVerifier: { name: prefixed("tiebreak.pkce"), options: shortLived },
    state: { name: prefixed("tiebreak.state"), options: shortLived },
    nonce: { name: prefixed("tiebreak.nonce"), options: shortLived },
  };
}

export function callbackCookieName(): string {
  return prefixed("tiebreak.callback");
}

function prefixed(name: string): string {
  return hasSecureCookies() ? `__Secure-${name}` : name;
}
