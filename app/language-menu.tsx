"use client";
"use no memo";

import { useLocale, useTranslations } from "use-intl/react";
import { locales } from "#server/contracts/vocabulary.ts";
import { ChevronDownIcon } from "./components/icons.tsx";
import { Menu, MenuItem } from "./components/menu.tsx";
import { applyLocale } from "./messages/apply-locale.ts";
import { localeNames } from "./messages/locale-choice.ts";

/** The language for those who are signed out; others choose it on their account page. */
export function LanguageMenu() {
  const current = useLocale();
  const translate = useTranslations("common");
  return (
    <Menu
      label={translate("languageMenu", { name: localeNames[current] })}
      size="small"
      trigger={
        <>
          {localeNames[current]}
          <ChevronDownIcon />
        </>
      }
    >
      {locales.map((locale) => (
        <MenuItem key={locale} lang={locale} onAction={() => applyLocale(locale)}>
          {localeNames[locale]}
        </MenuItem>
      ))}
    </Menu>
  );
}
