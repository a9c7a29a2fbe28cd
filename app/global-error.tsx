"use client";

import { digestOf } from "#app/components/fault-page.tsx";
import { fontVariables } from "./fonts.ts";
import "./globals.css";

type GlobalErrorProps = { readonly error: unknown; retry(): void };

/** Stands alone: the layout itself has failed, for example because the database is away. */
export default function GlobalError({ error }: GlobalErrorProps) {
  const number = digestOf(error);
  return (
    <html lang="en" className={fontVariables}>
      <body className="bg-paper font-sans text-base text-ink">
        <title>Something went wrong · Tiebreak</title>
        <main className="mx-auto flex max-w-page flex-col items-start gap-4 px-5 py-28">
          <h1 className="font-display text-4xl">Tiebreak cannot answer just now</h1>
          <p className="max-w-prose text-lg leading-8 text-muted">
            That is our fault, not yours. Nothing that was confirmed has been lost. Please load the
            page again in a minute.
          </p>
          {number && <p className="mt-6 text-[0.8125rem] text-muted">Request {number}</p>}
        </main>
      </body>
    </html>
  );
}
