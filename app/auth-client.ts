export type SignInResult =
  | { readonly isSignedIn: true }
  | { readonly isSignedIn: false; readonly message: string };

const lost = "The server could not be reached. Check the connection and try again.";
const notDone = "Signing in did not work. Please try again.";

/** Signs in with a password or a one-time link; the session cookie comes with the answer. */
export async function signInLocally(
  way: "password" | "link",
  fields: Readonly<Record<string, string>>,
): Promise<SignInResult> {
  const response = await post(`/api/auth/callback/${way}`, fields);
  if (response?.ok) return { isSignedIn: true };
  return { isSignedIn: false, message: await readMessage(response) };
}

/** Leaves for an outside provider and comes back to `returnTo`; returns only when that fails. */
export async function leaveForProvider(provider: string, returnTo: string): Promise<string> {
  const response = await post(`/api/auth/signin/${provider}`, { callbackUrl: returnTo });
  if (!response?.ok) return await readMessage(response);
  const address = await readField(response, "url");
  if (address === null || !URL.canParse(address)) return notDone;
  window.location.assign(address);
  return "";
}

export async function signOut(): Promise<void> {
  await post("/api/auth/signout", {});
  window.location.assign("/");
}

async function post(path: string, fields: Readonly<Record<string, string>>) {
  try {
    const answer = await fetch("/api/auth/csrf");
    const csrfToken = (await readField(answer, "csrfToken")) ?? "";
    return await fetch(path, {
      method: "POST",
      body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
    });
  } catch {
    // The network failed; the caller says so in words.
    return null;
  }
}

async function readMessage(response: Response | null): Promise<string> {
  if (response === null) return lost;
  return (await readField(response, "message")) ?? notDone;
}

/** One text of an answer in JSON; null where the answer has none. */
async function readField(response: Response, name: string): Promise<string | null> {
  const answer: unknown = await response.json().catch(() => null);
  if (typeof answer !== "object" || answer === null) return null;
  const value: unknown = Reflect.get(answer, name);
  return typeof value === "string" ? value : null;
}
