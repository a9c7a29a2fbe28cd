import { z } from "zod";

/** A variable that is set to nothing counts as not set. */
const optionalText = z
  .string()
  .optional()
  .transform((value) => value?.trim() || undefined);

const environment = z.object({
  DATABASE_URL: optionalText,
  NEXTAUTH_URL: optionalText,
  NEXTAUTH_SECRET: optionalText,
  OPEN_SIGN_UP: z
    .enum(["true", "false", ""])
    .default("false")
    .transform((value) => value === "true"),
  OIDC_ISSUER: optionalText,
  OIDC_CLIENT_ID: optionalText,
  OIDC_CLIENT_SECRET: optionalText,
  OIDC_NAME: optionalText,
  GOOGLE_CLIENT_ID: optionalText,
  GOOGLE_CLIENT_SECRET: optionalText,
  GITHUB_CLIENT_ID: optionalText,
  GITHUB_CLIENT_SECRET: optionalText,
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});
export type Environment = z.infer<typeof environment>;

export function readEnvironment(): Environment {
  return environment.parse(process.env);
}
