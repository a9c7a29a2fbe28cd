"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/section.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { textOf } from "#app/form-text.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { useServerSentence } from "#app/use-server-sentence.ts";

type PasswordSectionProps = { readonly email: string; readonly hasPassword: boolean };

export function PasswordSection({ email, hasPassword }: PasswordSectionProps) {
  const translate = useTranslations("account.password");
  const say = useServerSentence();
  const form = useRef<HTMLFormElement>(null);
  const change = useChangePassword(() => form.current?.reset());
  return (
    <Section title={translate("title")} description={translate(hasPassword ? "text" : "none")}>
      <form
        ref={form}
        // Pressed before its code has come, it must not put a password into the address.
        method="post"
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
            label={translate("current")}
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
        <TextField
          label={translate("new")}
          name="newPassword"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={200}
          hint={translate("newHint")}
        />
        {change.error && (
          <Notice tone="danger" isAlert>
            {say(faultWords(change.error))}
          </Notice>
        )}
        <Button type="submit" isBusy={change.isPending}>
          {translate(hasPassword ? "change" : "set")}
        </Button>
      </form>
    </Section>
  );
}

function useChangePassword(onChanged: () => void) {
  const translate = useTranslations("account.password");
  const trpc = useTRPC();
  const router = useRouter();
  const toast = useToast();
  return useMutation(
    trpc.accounts.changePassword.mutationOptions({
      onSuccess: () => {
        toast(translate("changed"));
        onChanged();
        router.refresh();
      },
    }),
  );
}
