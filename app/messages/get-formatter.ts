import "server-only";
import { createFormatter } from "use-intl/core";
import { readLocale } from "./read-locale.ts";

/** Numbers and dates of the reader's language for a server component, with days in UTC. */
export async function getFormatter() {
  return createFormatter({ locale: await readLocale(), timeZone: "UTC" });
}
