import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { type Environment, readEnvironment } from "#server/env.ts";
import { fetchGithubProfile } from "./github-profile.ts";

/** An outside way to sign in that is switched on by its variables. */
export type ConfiguredProvider = {
  readonly id: "oidc" | "google" | "github";
  readonly name: string;
};

export function listConfiguredProviders(): ConfiguredProvider[] {
  const environment = readEnvironment();
  const providers: ConfiguredProvider[] = [];
  if (oidcProvider(environment)) providers.push({ id: "oidc", name: environment.OIDC_NAME });
  if (googleProvider(environment)) providers.push({ id: "google", name: "Google" });
  if (githubProvider(environment)) providers.push({ id: "github", name: "GitHub" });
  return providers;
}

export function createOutsideProviders(): OAuthConfig<OutsideProfile>[] {
  const environment = readEnvironment();
  return [oidcProvider, googleProvider, githubProvider]
    .map((create) => create(environment))
    .filter((provider) => provider !== null);
}

/** What every provider is brought to; claims of a provider are not trusted to have their types. */
export const outsideProfile = z.object({
  sub: z.string().min(1),
  email: z.string().nullish(),
  email_verified: z.union([z.boolean(), z.string()]).nullish(),
  name: z.string().nullish(),
  preferred_username: z.string().nullish(),
});
export type OutsideProfile = z.infer<typeof outsideProfile>;

function oidcProvider(environment: Environment): OAuthConfig<OutsideProfile> | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret } = environment;
  if (!issuer || !id || !secret) return null;
  const base = issuer.replace(/\/$/, "");
  return openIdProvider({
    id: "oidc",
    name: environment.OIDC_NAME,
    issuer: base,
    client: [id, secret],
  });
}

function googleProvider(environment: Environment): OAuthConfig<OutsideProfile> | null {
  const { GOOGLE_CLIENT_ID: id, GOOGLE_CLIENT_SECRET: secret } = environment;
  if (!id || !secret) return null;
  const issuer = "https://accounts.google.com";
  return openIdProvider({ id: "google", name: "Google", issuer, client: [id, secret] });
}

function openIdProvider(params: {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly client: readonly [string, string];
}): OAuthConfig<OutsideProfile> {
  const [clientId, clientSecret] = params.client;
  return {
    id: params.id,
    name: params.name,
    type: "oauth",
    wellKnown: `${params.issuer}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    clientId,
    clientSecret,
    profile: (profile) => ({ id: profile.sub }),
  };
}

function githubProvider(environment: Environment): OAuthConfig<OutsideProfile> | null {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = environment;
  if (!clientId || !clientSecret) return null;
  return {
    id: "github",
    name: "GitHub",
    type: "oauth",
    authorization: {
      url: "https://github.com/login/oauth/authorize",
      params: { scope: "read:user user:email" },
    },
    token: "https://github.com/login/oauth/access_token",
    userinfo: {
      url: "https://api.github.com/user",
      request: ({ tokens }) => fetchGithubProfile(tokens.access_token ?? "", fetch),
    },
    checks: ["pkce", "state"],
    clientId,
    clientSecret,
    profile: (profile) => ({ id: profile.sub }),
  };
}
