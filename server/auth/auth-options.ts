import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { Database } from "#db/client.ts";
import { findAccount } from "#db/queries/users.ts";
import { logger } from "#server/logger.ts";
import { redeemSignInLink } from "#server/services/redeem-sign-in-link.ts";
import { signInWithPassword } from "#server/services/sign-in-with-password.ts";
import { admitOutsider } from "./admit-outsider.ts";
import { createCookieSettings } from "./cookie-settings.ts";
import { credentialStamp } from "./credential-stamp.ts";
import { createOutsideProviders } from "./outside-providers.ts";
import { sessionSeconds, sessionSecret } from "./session-token.ts";

/** One request to the sign-in routes, and what became of it. */
export type AuthAttempt = {
  readonly db: Database;
  readonly clientAddress: string;
  /** The user who signed in, for the session token. */
  userId: string | null;
  /** Why signing in failed; the framework itself keeps only a code. */
  failure: unknown;
};

/** Settings for one request: the framework has no other way to hand the attempt to its callbacks. */
export function createAuthOptions(attempt: AuthAttempt): AuthOptions {
  return {
    providers: [...createLocalProviders(attempt), ...createOutsideProviders()],
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/" },
    cookies: createCookieSettings(),
    callbacks: {
      signIn: async ({ account, profile }) =>
        account?.type === "credentials" || (await admitOutsider(attempt, { account, profile })),
      jwt: async ({ token, user }) => {
        // Without a fresh sign-in the token is only carried on.
        if (user === undefined || attempt.userId === null) return token;
        const found = await findAccount(attempt.db, attempt.userId);
        if (found === null) throw new Error("the user who signed in is gone");
        return { sub: found.id, stamp: credentialStamp(found) };
      },
      // Nothing about the user is given out here; pages ask the API.
      session: ({ session }) => ({ expires: session.expires }),
    },
    logger: {
      error: (code, detail) => logger.warn({ code, detail: messageOf(detail) }, "sign-in"),
      warn: (code) => logger.debug({ code }, "sign-in"),
      debug: () => {},
    },
  };
}

function createLocalProviders(attempt: AuthAttempt) {
  const { db, clientAddress } = attempt;
  return [
    CredentialsProvider({
      id: "password",
      name: "Password",
      credentials: { email: {}, password: {} },
      authorize: (fields) =>
        settle(attempt, () =>
          signInWithPassword(db, {
            email: fields?.email ?? "",
            password: fields?.password ?? "",
            clientAddress,
          }),
        ),
    }),
    CredentialsProvider({
      id: "link",
      name: "Sign-in link",
      credentials: { token: {} },
      authorize: (fields) => settle(attempt, () => redeemSignInLink(db, fields?.token ?? "")),
    }),
  ];
}

async function settle(attempt: AuthAttempt, signIn: () => Promise<string>) {
  try {
    attempt.userId = await signIn();
    return { id: attempt.userId };
  } catch (error) {
    attempt.failure = error;
    return null;
  }
}

/** Only the words: the details of an OAuth failure may contain codes and tokens. */
function messageOf(detail: unknown): string | undefined {
  if (detail instanceof Error) return detail.message;
  if (typeof detail !== "object" || detail === null || !("error" in detail)) return undefined;
  return detail.error instanceof Error ? detail.error.message : undefined;
}
