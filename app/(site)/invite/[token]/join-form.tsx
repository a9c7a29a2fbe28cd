"use client";

import { NewAccountForm } from "#app/new-account-form.tsx";
import { useTRPCClient } from "#app/trpc/client.tsx";

type JoinFormProps = { readonly token: string; readonly projectSlug: string };

export function JoinForm({ token, projectSlug }: JoinFormProps) {
  const client = useTRPCClient();
  return (
    <NewAccountForm
      submitLabel="Create account and join"
      continueTo={`/projects/${projectSlug}`}
      onCreate={(account) => client.invites.join.mutate({ ...account, token })}
    />
  );
}
