"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/section.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { textOf } from "#app/form-text.ts";
import { useTRPC } from "#app/trpc/client.tsx";

type PasswordSectionProps = { readonly email: string; readonly hasPassword: boolean };

export function PasswordSection({ email, hasPassword }: PasswordSectionProps) {
  const form = useRef<HTMLFormElement>(null);
  const change = useChangePassword(() => form.current?.reset());
  return (
    <Section
      title="Password"
      description={
        hasPassword
          ? "Changing it signs you out everywhere else."
          : "You have none yet. With one, you can sign in here at any time."
      }
    >
      <form
        ref={form}
        className="flex max-w-form flex-col items-start gap-5 [&>div]:w-full"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const currentPassword = textOf(data, "currentPassword");
          change.mutate({ currentPassword, newPassword: textOf(data, "newPassword") });
        }}
      >
        <input type="hidden" name="email" value={email} autoComplete="username" readOnly />
        {hasPassword && (
          <TextField
            label="Current password"
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
        <TextField
          label="New password"
          name="newPassword"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={200}
          hint="At least 10 characters. A few unrelated words do well."
        />
        {change.error && (
          <Notice tone="danger" isAlert>
            {faultWords(change.error)}
          </Notice>
        )}
        <Button type="submit" isBusy={change.isPending}>
          {hasPassword ? "Change password" : "Set password"}
        </Button>
      </form>
    </Section>
  );
}

function useChangePassword(onChanged: () => void) {
  const trpc = useTRPC();
  const router = useRouter();
  const say = useToast();
  return useMutation(
    trpc.accounts.changePassword.mutationOptions({
      onSuccess: () => {
        say("Password set. Other sessions have ended.");
        onChanged();
        router.refresh();
      },
    }),
  );
}
