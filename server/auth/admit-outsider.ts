import { cookies } from "next/headers";
import type { Account, Profile } from "next-auth";
import { readEnvironment } from "#server/env.ts";
import { Fault } from "#server/errors.ts";
import { signInWithIdentity } from "#server/services/sign-in-with-identity.ts";
import type { AuthAttempt } from "./auth-options.ts";
import { callbackCookieName } from "./cookie-settings.ts";
import { getViewer } from "./get-viewer.ts";
import { outsideProfile } from "./outside-providers.ts";

/** True to go on, or the address of the page that says why not. */
export async function admitOutsider(
  attempt: AuthAttempt,
  said: { readonly account: Account | null; readonly profile?: Profile },
): Promise<true | string> {
  const profile = outsideProfile.parse(said.profile);
  const provider = said.account?.provider ?? "";
  const destination = await readDestination();
  const viewer = destination === "/account" ? await getViewer() : null;
  const inviteToken = /^\/invite\/([\w-]+)$/.exec(destination)?.[1] ?? null;
  try {
    const outcome = await signInWithIdentity(attempt.db, {
      identity: {
        provider,
        subject: profile.sub,
        email: profile.email || null,
        isEmailVerified: String(profile.email_verified) === "true",
        name: profile.name ?? profile.preferred_username ?? null,
      },
      linkTo: viewer?.id ?? null,
      inviteToken,
      isSignUpOpen: readEnvironment().OPEN_SIGN_UP,
    });
    if (outcome.kind === "refused") return refusalPage(outcome.reason, viewer !== null);
    attempt.userId = outcome.userId;
    return true;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // An invite that is no longer usable says so itself.
    return destination;
  }
}

/** Where the person was going, as the browser was told when it left for the provider. */
async function readDestination(): Promise<string> {
  const value = (await cookies()).get(callbackCookieName())?.value ?? "/";
  return URL.canParse(value, "http://localhost")
    ? new URL(value, "http://localhost").pathname
    : "/";
}

function refusalPage(reason: string, isLinking: boolean): string {
  return `${isLinking ? "/account" : "/sign-in"}?error=${reason}`;
}
