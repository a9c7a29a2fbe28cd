import type { Locale } from "#server/contracts/vocabulary.ts";
import { en } from "./en/index.ts";

/** The messages of one language; the others stay on disk. */
export async function loadCatalogue(locale: Locale): Promise<typeof en> {
  if (locale === "en") return en;
  const { ar } = await import("./ar/index.ts");
  // Each catalogue has every key of the English one; only the exact words of the type differ.
  return ar as unknown as typeof en;
}
