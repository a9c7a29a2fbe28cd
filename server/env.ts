import { z } from "zod";

/** The environment cannot be used as it is; the message names the variable and says what to do. */
export class EnvironmentFault extends Error {
  override readonly name = "EnvironmentFault";
}

const databaseUrlHint =
  "is not a URL such as postgres://user:password@host:5432/database (write @ : / # in a password as %40 %3A %2F %23)";

const addressHint = "must list hosts or networks such as rewards.internal:8000, 10.0.0.0/8";

const shape = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
    LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
    DATABASE_URL: z.string().refine(isPostgresUrl, databaseUrlHint).optional(),
    TIEBREAK_DATA_FOLDER: z.string().default(".data"),
    /** Where the public data sets of the tests and benchmarks are. */
    TIEBREAK_DATA: z.string().optional(),
    /** Set by the launcher, which recognises its own web server by it. */
    TIEBREAK_INSTANCE: z.string().optional(),
    PORT: z.coerce.number("must be a number").int().min(1).max(65_535).optional(),
    /** The loopback address keeps a trial on this machine; `0.0.0.0` lets others in. */
    HOST: z.string().default("127.0.0.1"),
    NEXTAUTH_URL: z.url("must be a URL such as https://tiebreak.example.org").optional(),
    NEXTAUTH_SECRET: z.string().optional(),
    SCORE_SERVICE_PORT: z.coerce.number("must be a number").int().min(0).max(65_535).optional(),
    /** Asked for by the score service before anything; without it, it answers this machine only. */
    SCORE_SERVICE_TOKEN: z
      .string()
      .refine(
        (token) => token.length >= 16 && !isSampleSecret(token),
        "is too easy to guess; set it to the output of: openssl rand -hex 32",
      )
      .optional(),
    SCORE_SERVICE_HOST: z.string().default("127.0.0.1"),
    /** A sentence encoder from the hub, or a folder with one, that the worker runs by itself. */
    EMBEDDING_MODEL: z.string().trim().max(300).optional(),
    OPEN_SIGN_UP: z.stringbool("must be true or false").default(false),
    OIDC_ISSUER: z.url("must be a URL such as https://login.example.org").optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OIDC_NAME: z.string().default("Single sign-on"),
    GOOGLE_CLIENT_ID: z.string().optional(),
    GOOGLE_CLIENT_SECRET: z.string().optional(),
    GITHUB_CLIENT_ID: z.string().optional(),
    GITHUB_CLIENT_SECRET: z.string().optional(),
    /** Private addresses that score services may have; all others must be public. */
    SCORE_SERVICE_ALLOW: z
      .string()
      .regex(/^\s*[\w.:[\]/-]+(\s*,\s*[\w.:[\]/-]+)*\s*$/, addressHint)
      .transform((list) => list.split(",").map((entry) => entry.trim()))
      .default([]),
  })
  .superRefine((values, context) => {
    for (const [name, reason] of missingPartners(values)) {
      context.addIssue({ code: "custom", path: [name], message: reason });
    }
  });

export type Environment = z.infer<typeof shape>;

let environment: Environment | undefined;

/**
 * The variables of this process, parsed at the first call, so that a build needs none of them.
 * @throws EnvironmentFault naming every variable that cannot be used.
 */
export function readEnvironment(): Environment {
  environment ??= parseEnvironment(process.env);
  return environment;
}

/** A variable that is set to nothing counts as not set, as the template files of containers have it. */
export function parseEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  const present = Object.entries(variables).filter(([, value]) => value?.trim());
  const result = shape.safeParse(Object.fromEntries(present));
  if (result.success) {
    return result.data;
  }
  const reasons = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new EnvironmentFault(`${reasons.join("; ")}.`);
}

const secretLengthMin = 32;

/**
 * What a production start must not accept: everyone who knows the secret can sign in as anyone.
 * @throws EnvironmentFault when the secret is missing, short, or one that is written in examples.
 */
export function requireSecret(secret: string | undefined): string {
  const advice = "set it to the output of: openssl rand -base64 32";
  if (secret === undefined) {
    throw new EnvironmentFault(`NEXTAUTH_SECRET is not set; ${advice}`);
  }
  if (secret.length < secretLengthMin) {
    throw new EnvironmentFault(
      `NEXTAUTH_SECRET has ${secret.length} characters and needs at least ${secretLengthMin}; ${advice}`,
    );
  }
  if (isSampleSecret(secret)) {
    throw new EnvironmentFault(
      `NEXTAUTH_SECRET is a sample value that anyone can guess; ${advice}`,
    );
  }
  return secret;
}

/** Words of sample files, and strings of so few different characters that nobody drew them at random. */
function isSampleSecret(secret: string): boolean {
  const sampleWords =
    /change.?me|replace|example|sample|your.?secret|my.?secret|super.?secret|secret.?key|password|default|tiebreak|nextauth|insert|development|123456|abcdef/i;
  return sampleWords.test(secret) || new Set(secret).size < 10;
}

/** Whoever reaches a score service without a token may use it, so it then listens on loopback only. */
export function findScoreServiceHost(
  environment: Pick<Environment, "SCORE_SERVICE_HOST" | "SCORE_SERVICE_TOKEN">,
): string {
  return environment.SCORE_SERVICE_TOKEN === undefined
    ? "127.0.0.1"
    : environment.SCORE_SERVICE_HOST;
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && ["postgres:", "postgresql:"].includes(new URL(text).protocol);
}

const partners = [
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
  ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
  ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
] as const;

/** Half a provider is always a mistake, and silently leaving the provider out would hide it. */
function missingPartners(
  values: Partial<Record<(typeof partners)[number][number], string>>,
): (readonly [name: string, reason: string])[] {
  return partners.flatMap((names) => {
    const present = names.find((name) => values[name] !== undefined);
    return present === undefined
      ? []
      : names
          .filter((name) => values[name] === undefined)
          .map((name) => [name, `must be set because ${present} is set`] as const);
  });
}
