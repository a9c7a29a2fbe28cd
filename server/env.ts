import { z } from "zod";

const environment = z.object({
  DATABASE_URL: z.string().optional(),
  /** Where the public data sets of the tests and benchmarks are. */
  TIEBREAK_DATA: z.string().optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export function readEnvironment() {
  return environment.parse(process.env);
}
