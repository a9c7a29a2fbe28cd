"use client";

import { NewAccountForm } from "#app/new-account-form.tsx";
import { useTRPCClient } from "#app/trpc/client.tsx";

export function SignUpForm() {
  const client = useTRPCClient();
  return (
    <NewAccountForm
      submitLabel="Create account"
      continueTo="/"
      onCreate={(account) => client.accounts.signUp.mutate(account)}
    />
  );
}
