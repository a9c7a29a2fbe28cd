import type { en } from "./messages/en/index.ts";

type RefusalKey = `refusals.${keyof typeof en.faults.refusals}`;

const keys = new Map<string, RefusalKey>([
  ["not_invited", "refusals.not_invited"],
  ["email_unverified", "refusals.email_unverified"],
  ["email_missing", "refusals.email_missing"],
  ["identity_taken", "refusals.identity_taken"],
  ["account_closed", "refusals.account_closed"],
  ["OAuthSignin", "refusals.provider_unreachable"],
]);

/** The message in `faults` for a code in the address. Unknown codes are never shown: anyone can write an address. */
export function refusalKey(code: string): RefusalKey {
  return keys.get(code) ?? "refusals.unknown";
}
