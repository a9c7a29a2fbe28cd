"use client";

import { useLocale, useTranslations } from "use-intl/react";
import { Section } from "#app/components/section.tsx";
import { SegmentedControl } from "#app/components/segmented-control.tsx";
import { localeCookie, localeNames } from "#app/messages/locale-choice.ts";
import { type Locale, locales } from "#server/contracts/vocabulary.ts";

const yearSeconds = 365 * 24 * 3600;

export function LanguageSection() {
  const locale = useLocale();
  const translate = useTranslations("shell");
  return (
    <Section title={translate("language")} description={translate("languageKept")}>
      <SegmentedControl
        label={translate("language")}
        isLabelHidden
        value={locale}
        options={locales.map((value) => ({ value, label: localeNames[value] }))}
        onChange={applyLocale}
      />
    </Section>
  );
}

/** The whole document changes language and direction, so it is rendered anew. */
function applyLocale(locale: Locale): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store has no support in every browser.
  document.cookie = `${localeCookie}=${locale}; path=/; max-age=${yearSeconds}; samesite=lax`;
  window.location.reload();
}
