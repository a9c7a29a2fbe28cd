import type { Database } from "#db/client.ts";
import { consumeSignInLink, findSignInLink } from "#db/queries/sign-in-links.ts";
import { findAccount } from "#db/queries/users.ts";
import { hashToken } from "#server/auth/secret-token.ts";
import { Forbidden, NotFound, SignedOut } from "#server/errors.ts";

type SignInLinkState = "open" | "used" | "expired" | "unknown";

const signInLinkFaults = {
  used: "This sign-in link has been used already. Each one works once.",
  expired: "This sign-in link has expired.",
  unknown: "There is no such sign-in link. Check that the whole address was copied.",
} as const satisfies Record<Exclude<SignInLinkState, "open">, string>;

/**
 * Signs in the user whom the link was made for and uses it up; at most one caller succeeds.
 * @throws SignedOut in words that fit the link's state
 */
export async function redeemSignInLink(db: Database, token: string): Promise<string> {
  const userId = await consumeSignInLink(db, hashToken(token));
  if (userId === null) throw new SignedOut(await sentenceFor(db, token));
  const account = await findAccount(db, userId);
  if (account === null || account.deactivatedAt !== null) {
    throw new SignedOut("This account has been closed.");
  }
  return userId;
}

/**
 * Looks without using the link up: what a preview of the address may do.
 * @throws NotFound for an unknown link, Forbidden for one that is used or expired
 */
export async function requireOpenSignInLink(db: Database, token: string): Promise<void> {
  const state = await findState(db, token);
  if (state === "unknown") throw new NotFound(signInLinkFaults.unknown);
  if (state !== "open") throw new Forbidden(signInLinkFaults[state]);
}

async function sentenceFor(db: Database, token: string): Promise<string> {
  const state = await findState(db, token);
  return state === "open" ? signInLinkFaults.used : signInLinkFaults[state];
}

async function findState(db: Database, token: string): Promise<SignInLinkState> {
  const link = await findSignInLink(db, hashToken(token));
  if (link === null) return "unknown";
  if (link.isUsed) return "used";
  return link.isExpired ? "expired" : "open";
}
