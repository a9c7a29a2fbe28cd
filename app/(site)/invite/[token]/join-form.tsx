"use client";

import { useTranslations } from "use-intl/react";
import { NewAccountForm } from "#app/new-account-form.tsx";
import { useTRPCClient } from "#app/trpc/client.tsx";

type JoinFormProps = { readonly token: string; readonly projectSlug: string };

export function JoinForm({ token, projectSlug }: JoinFormProps) {
  const translate = useTranslations("site.invite");
  const client = useTRPCClient();
  return (
    <NewAccountForm
      submitLabel={translate("createAndJoin")}
      continueTo={`/projects/${projectSlug}`}
      onCreate={(account) => client.invites.join.mutate({ ...account, token })}
    />
  );
}
