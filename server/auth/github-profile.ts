import { z } from "zod";

const githubUser = z.object({
  id: z.number().int(),
  login: z.string(),
  name: z.string().nullish(),
});
const githubEmails = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
);

/**
 * GitHub speaks no OpenID Connect: the address on a profile is what its owner typed, so only the
 * list of addresses says which one is verified.
 */
export async function fetchGithubProfile(accessToken: string, request: typeof fetch) {
  const user = githubUser.parse(await getJson("/user", accessToken, request));
  const emails = githubEmails.parse(await getJson("/user/emails", accessToken, request));
  const primary = emails.find((entry) => entry.primary && entry.verified);
  return {
    sub: String(user.id),
    name: user.name ?? user.login,
    email: primary?.email,
    email_verified: primary !== undefined,
  };
}

async function getJson(path: string, accessToken: string, request: typeof fetch): Promise<unknown> {
  const response = await request(`https://api.github.com${path}`, {
    headers: { authorization: `Bearer ${accessToken}`, accept: "application/vnd.github+json" },
  });
  if (!response.ok) throw new Error(`GitHub answered ${path} with ${response.status}`);
  return await response.json();
}
