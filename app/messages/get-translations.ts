import "server-only";
import { createTranslator } from "use-intl/core";
import type { en } from "./en/index.ts";
import { loadCatalogue } from "./load-catalogue.ts";
import { readLocale } from "./read-locale.ts";

/** The words of one room for a server component; client components call `useTranslations`. */
export async function getTranslations<Room extends keyof typeof en>(namespace: Room) {
  const locale = await readLocale();
  const messages = await loadCatalogue(locale);
  return createTranslator({ locale, messages, namespace, timeZone: "UTC" });
}
