import type { Locale } from "#server/contracts/vocabulary.ts";
import { localeCookie } from "./locale-choice.ts";

const yearSeconds = 365 * 24 * 3600;

/** The whole document changes language and direction, so it is rendered anew. */
export function applyLocale(locale: Locale): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store has no support in every browser.
  document.cookie = `${localeCookie}=${locale}; path=/; max-age=${yearSeconds}; samesite=lax`;
  window.location.reload();
}
