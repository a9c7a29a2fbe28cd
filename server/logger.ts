import pino from "pino";
import { readEnvironment } from "#server/env.ts";

/** JSON lines on standard error; secrets never reach it because whole requests are never logged. */
export const logger = pino(
  { level: readEnvironment().LOG_LEVEL, serializers: { err: describeError } },
  pino.destination(2),
);

/** An error without the values of its statement, which may be passwords' hashes or people's texts. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { params: _, ...described } = pino.stdSerializers.err(error);
  const { message, stack } = described;
  return { ...described, message: withoutValues(message), stack: withoutValues(stack) };
}

function withoutValues(text: string): string {
  return text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/g, "\nparams: [left out]");
}
