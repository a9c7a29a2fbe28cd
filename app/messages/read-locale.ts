import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import type { Locale } from "#server/contracts/vocabulary.ts";
import { chooseLocale, localeCookie } from "./locale-choice.ts";

/** The language to render this request in. */
export const readLocale = cache(async (): Promise<Locale> => {
  const chosen = (await cookies()).get(localeCookie)?.value;
  return chooseLocale(chosen, (await headers()).get("accept-language"));
});
