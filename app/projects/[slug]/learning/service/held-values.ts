import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { listServers } from "#server/contracts/score-service.ts";
import type { RegistrationValues } from "./read-registration.ts";
import { blankServer, listServerValues, type ServerValues } from "./server-values.ts";

export type HeldService = Pick<
  NonNullable<ApiOutputs["scoreServices"]["status"]>,
  "config" | "hasToken"
>;

/** What the fields begin with: what is registered, or nothing. */
export function registrationValues(held: HeldService | null): RegistrationValues {
  if (held === null) {
    return { servers: [{ ...blankServer, id: "0" }], whenMissing: "fail", keepsTokens: false };
  }
  const { config, hasToken } = held;
  return {
    servers: listServerValues(config),
    whenMissing: config.kind === "ensemble" ? config.whenMissing : "fail",
    keepsTokens: hasToken,
  };
}

/** Stored tokens are only ever told to the very addresses that they were given for. */
export function hasTokensFor(held: HeldService, servers: readonly ServerValues[]): boolean {
  if (!held.hasToken) return false;
  const addresses = listServers(held.config).map(({ url }) => url);
  return (
    addresses.length === servers.length &&
    servers.every(({ url }, place) => url.trim() === addresses[place])
  );
}
