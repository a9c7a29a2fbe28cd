import { z } from "zod";

const environment = z.object({
  DATABASE_URL: z.string().optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export function readEnvironment() {
  return environment.parse(process.env);
}
