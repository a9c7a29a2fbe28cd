import "server-only";
import compile from "icu-minify/compile";
import type { Locale } from "#server/contracts/vocabulary.ts";
import type { en } from "./en/index.ts";
import { loadCatalogue } from "./load-catalogue.ts";

type Catalogue = { readonly [key: string]: string | Catalogue };
/** As `icu-minify` writes them: what a browser needs to fill a message in, but not to read ICU. */
type Compiled = { readonly [key: string]: ReturnType<typeof compile> | Compiled };

const compiled = new Map<Locale, Compiled>();

/** The messages of one language for what `next.config.js` puts in the place of an ICU parser. */
export async function loadMessages(locale: Locale): Promise<typeof en> {
  const messages = compiled.get(locale) ?? compileAll(await loadCatalogue(locale));
  compiled.set(locale, messages);
  // The types of the words stay those of the catalogue, from which each call is checked.
  return messages as unknown as typeof en;
}

function compileAll(messages: Catalogue): Compiled {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [
      key,
      typeof message === "string" ? compilePlain(message) : compileAll(message),
    ]),
  );
}

/** Objects without a prototype, as `icu-minify` makes them, cannot be handed to client components. */
function compilePlain(message: string): ReturnType<typeof compile> {
  return JSON.parse(JSON.stringify(compile(message)));
}
