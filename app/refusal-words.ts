const words = new Map<string, string>([
  ["not_invited", "There is no account for you yet. You need an invite link from a project first."],
  [
    "email_unverified",
    "The provider has not verified your e-mail address. Verify it there, or sign in another way.",
  ],
  [
    "email_missing",
    "The provider did not tell us an e-mail address, so we cannot find your account.",
  ],
  ["identity_taken", "This outside account belongs to another user here."],
  ["account_closed", "This account has been closed."],
  ["OAuthSignin", "The provider could not be reached. Please try again."],
]);

/** What a code in the address means. Unknown codes are never shown: anyone can write an address. */
export function refusalWords(code: string): string {
  return words.get(code) ?? "Signing in did not work. Please try again.";
}
