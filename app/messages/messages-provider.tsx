"use client";

import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components";
import { IntlProvider } from "use-intl/react";
import type { Locale } from "#server/contracts/vocabulary.ts";
import type { en } from "./en/index.ts";

/** Gives client components their words, and the primitives their direction. */
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
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      <I18nProvider locale={locale}>{children}</I18nProvider>
    </IntlProvider>
  );
}
