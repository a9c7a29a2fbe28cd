"use client";
"use no memo";

import { useSyncExternalStore } from "react";
import { digestOf } from "#app/components/fault-page.tsx";
import type { Locale } from "#server/contracts/vocabulary.ts";
import { fontVariables } from "./fonts.ts";
import { outage as arabic } from "./messages/ar/outage.ts";
import { outage as english } from "./messages/en/outage.ts";
import { chooseLocale, directionOf, localeCookie } from "./messages/locale-choice.ts";
import "./globals.css";

type GlobalErrorProps = { readonly error: unknown; retry(): void };

const words = { en: english, ar: arabic } as const satisfies Record<Locale, unknown>;

/** Stands alone: the layout itself has failed, for example because the database is away. */
export default function GlobalError({ error }: GlobalErrorProps) {
  const locale = useSyncExternalStore(neverChanges, readLocaleOfBrowser, () => "en" as const);
  const { documentTitle, title, text, request } = words[locale];
  const number = digestOf(error);
  return (
    <html lang={locale} dir={directionOf(locale)} className={fontVariables}>
      <body className="bg-paper font-sans text-base text-ink">
        <title>{`${documentTitle} · Tiebreak`}</title>
        <main className="mx-auto flex max-w-page flex-col items-start gap-4 px-5 py-28">
          <h1 className="font-display text-4xl">{title}</h1>
          <p className="max-w-prose text-lg leading-8 text-muted">{text}</p>
          {number && (
            <p className="mt-6 text-[0.8125rem] text-muted">
              {request} <bdi>{number}</bdi>
            </p>
          )}
        </main>
      </body>
    </html>
  );
}

function neverChanges(): () => void {
  return () => {};
}

/** The server may be what failed, so the browser itself says which language was chosen. */
function readLocaleOfBrowser(): Locale {
  const cookies = document.cookie.split("; ").map((cookie) => cookie.split("="));
  const chosen = cookies.find(([name]) => name === localeCookie)?.at(1);
  return chooseLocale(chosen, navigator.languages.join(","));
}
