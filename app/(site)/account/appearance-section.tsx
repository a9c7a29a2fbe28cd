"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Section } from "#app/components/section.tsx";
import { SegmentedControl } from "#app/components/segmented-control.tsx";
import { type ThemeChoice, themeCookie } from "#app/theme-choice.ts";

const choices = ["system", "light", "dark"] as const;

export function AppearanceSection({ theme }: { readonly theme: ThemeChoice }) {
  const translate = useTranslations("account.appearance");
  const [choice, setChoice] = useState(theme);
  return (
    <Section title={translate("title")} description={translate("text")}>
      <SegmentedControl
        label={translate("theme")}
        value={choice}
        options={choices.map((value) => ({ value, label: translate(value) }))}
        onChange={(next) => {
          setChoice(next);
          applyTheme(next);
        }}
      />
    </Section>
  );
}

const yearSeconds = 365 * 24 * 3600;

/** Shows the theme now, and leaves it in a cookie for the server to render with. */
function applyTheme(choice: ThemeChoice): void {
  if (choice === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
  const lifetime = choice === "system" ? 0 : yearSeconds;
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store has no support in every browser.
  document.cookie = `${themeCookie}=${choice}; path=/; max-age=${lifetime}; samesite=lax`;
}
