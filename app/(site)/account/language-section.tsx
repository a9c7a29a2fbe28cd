"use client";

import { useLocale, useTranslations } from "use-intl/react";
import { Section } from "#app/components/section.tsx";
import { SegmentedControl } from "#app/components/segmented-control.tsx";
import { applyLocale } from "#app/messages/apply-locale.ts";
import { localeNames } from "#app/messages/locale-choice.ts";
import { locales } from "#server/contracts/vocabulary.ts";

export function LanguageSection() {
  const locale = useLocale();
  const translate = useTranslations("shell");
  return (
    <Section title={translate("language")} description={translate("languageKept")}>
      <SegmentedControl
        label={translate("language")}
        isLabelHidden
        value={locale}
        options={locales.map((value) => ({ value, label: localeNames[value], lang: value }))}
        onChange={applyLocale}
      />
    </Section>
  );
}
