import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "#server/api/root.ts";

export type Account = { readonly name: string; readonly email: string; readonly password: string };

/** A browser without a screen: cookies, the sign-in form and the same requests as the pages make. */
export function createAnnotatorClient(origin: string) {
  const cookies = new Map<string, string>();
  async function send(input: URL | RequestInfo, init?: RequestInit): Promise<Response> {
    const headers = new Headers(init?.headers);
    headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(input, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(";");
      const at = pair.indexOf("=");
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
  const api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${origin}/api/trpc`, transformer: superjson, fetch: send })],
  });

  async function signIn({ email, password }: Account): Promise<void> {
    const csrf: { csrfToken: string } = await (await send(`${origin}/api/auth/csrf`)).json();
    const body = new URLSearchParams({ email, password, json: "true", ...csrf });
    const response = await send(`${origin}/api/auth/callback/password`, { method: "POST", body });
    if (!response.ok) throw new Error(`${email} could not sign in: ${await response.text()}`);
  }

  async function join(token: string, account: Account): Promise<void> {
    await api.invites.join.mutate({ token, ...account });
    await signIn(account);
  }

  return { api, join };
}
export type AnnotatorClient = ReturnType<typeof createAnnotatorClient>;
