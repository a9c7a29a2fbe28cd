"use client";

import { useTranslations } from "use-intl/react";
import { NewAccountForm } from "#app/new-account-form.tsx";
import { useTRPCClient } from "#app/trpc/client.tsx";

export function SignUpForm() {
  const translate = useTranslations("site.newAccount");
  const client = useTRPCClient();
  return (
    <NewAccountForm
      submitLabel={translate("submit")}
      continueTo="/"
      onCreate={(account) => client.accounts.signUp.mutate(account)}
    />
  );
}
