"use client";

import { useTranslations } from "use-intl/react";
import { NewAccountForm } from "#app/new-account-form.tsx";
import { api } from "#app/trpc/api.ts";

export function SignUpForm() {
  const translate = useTranslations("site.newAccount");
  return (
    <NewAccountForm
      submitLabel={translate("submit")}
      continueTo="/"
      onCreate={(account) => api.accounts.signUp.mutate(account)}
    />
  );
}
