import { z } from "zod";
import { listServers, remoteServiceConfig } from "#server/contracts/score-service.ts";

const token = z
  .string()
  .trim()
  .min(1)
  .max(4_000)
  .regex(/^[\x21-\x7e]+$/, "A token has no spaces and only plain characters.");

/** What a manager enters to register a score service. */
export const scoreRegistration = z
  .object({
    config: remoteServiceConfig,
    /**
     * One for each server of the configuration, in order; null for a server without one. Null as a
     * whole keeps the stored tokens, which is possible as long as the servers are the same.
     */
    tokens: z.array(token.nullable()).max(16).nullable(),
  })
  .refine(({ config, tokens }) => tokens === null || tokens.length === listServers(config).length, {
    message: "Give one token, or none, for each server.",
    path: ["tokens"],
  });
export type ScoreRegistration = z.infer<typeof scoreRegistration>;
