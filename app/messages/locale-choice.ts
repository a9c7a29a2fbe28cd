import { type Locale, locales } from "#server/contracts/vocabulary.ts";

export const localeCookie = "tiebreak.locale";

/** What each language calls itself, for choosing it. */
export const localeNames = { en: "English", ar: "العربية" } as const satisfies Record<
  Locale,
  string
>;

export function directionOf(locale: Locale): "ltr" | "rtl" {
  return locale === "ar" ? "rtl" : "ltr";
}

/**
 * The language to speak: the one chosen in this browser, else the first of the browser's languages
 * that there is a catalogue for, else English.
 * @param accepted the `Accept-Language` header
 */
export function chooseLocale(chosen: string | undefined, accepted: string | null): Locale {
  return findLocale(chosen ?? "") ?? preferredLocale(accepted ?? "") ?? "en";
}

function preferredLocale(accepted: string): Locale | null {
  const ranges = accepted.split(",").map((range) => {
    const [tag = "", ...parameters] = range.trim().split(";");
    const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
    return { tag, quality: quality === undefined ? 1 : Number(quality.trim().slice(2)) };
  });
  for (const { tag } of ranges
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)) {
    const found = findLocale(tag.split("-")[0].toLowerCase());
    if (found !== null) return found;
  }
  return null;
}

function findLocale(name: string): Locale | null {
  return locales.find((locale) => locale === name) ?? null;
}
