"use client";

import { useTranslations } from "use-intl/react";
import { NewAccountForm } from "#app/new-account-form.tsx";
import { api } from "#app/trpc/api.ts";

type JoinFormProps = { readonly token: string; readonly projectSlug: string };

export function JoinForm({ token, projectSlug }: JoinFormProps) {
  const translate = useTranslations("site.invite");
  return (
    <NewAccountForm
      submitLabel={translate("createAndJoin")}
      continueTo={`/projects/${projectSlug}`}
      onCreate={(account) => api.invites.join.mutate({ ...account, token })}
    />
  );
}
