"use client";

import { useTranslations } from "use-intl/react";
import { signOut } from "#app/auth-client.ts";
import { Button } from "#app/components/button.tsx";
import { Section } from "#app/components/section.tsx";

export function SessionSection() {
  const translate = useTranslations("account.session");
  return (
    <Section title={translate("title")}>
      <Button onClick={signOut}>{translate("signOut")}</Button>
    </Section>
  );
}
