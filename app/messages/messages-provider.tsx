"use client";

import type { ReactNode } from "react";
import { IntlProvider } from "use-intl/react";
import type { Locale } from "#server/contracts/vocabulary.ts";
import type { en } from "./en/index.ts";
import { formats } from "./formats.ts";

/** Gives client components their words. */
export function MessagesProvider({
  locale,
  messages,
  children,
}: {
  readonly locale: Locale;
  readonly messages: typeof en;
  readonly children: ReactNode;
}) {
  return (
    <IntlProvider locale={locale} messages={messages} formats={formats} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
