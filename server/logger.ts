import pino from "pino";
import { readEnvironment } from "#server/env.ts";

/** JSON lines on standard error; secrets never reach it because whole requests are never logged. */
export const logger = pino({ level: readEnvironment().LOG_LEVEL }, pino.destination(2));
