import "server-only";
import { createTranslator, type NamespaceKeys, type NestedKeyOf } from "use-intl/core";
import type { en } from "./en/index.ts";
import { formats } from "./formats.ts";
import { loadMessages } from "./load-messages.ts";
import { readLocale } from "./read-locale.ts";

type Rooms = typeof en;

/**
 * The words of one room, or of a part of it as in `faults.sentences`, for a server component; client
 * components call `useTranslations`.
 */
export async function getTranslations<Room extends NamespaceKeys<Rooms, NestedKeyOf<Rooms>>>(
  namespace: Room,
) {
  const locale = await readLocale();
  const messages = await loadMessages(locale);
  return createTranslator({ locale, messages, namespace, formats, timeZone: "UTC" });
}
