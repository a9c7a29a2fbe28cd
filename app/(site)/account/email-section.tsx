"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useTranslations } from "use-intl/react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/section.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { textOf } from "#app/form-text.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { useServerSentence } from "#app/use-server-sentence.ts";

type EmailSectionProps = {
  readonly email: string;
  readonly isVerified: boolean;
  readonly hasPassword: boolean;
};

export function EmailSection({ email, isVerified, hasPassword }: EmailSectionProps) {
  const translate = useTranslations("account.email");
  const say = useServerSentence();
  const form = useRef<HTMLFormElement>(null);
  const change = useChangeEmail(() => form.current?.reset());
  return (
    <Section title={translate("title")} description={translate("text")}>
      <form
        ref={form}
        // Pressed before its code has come, it must not put a password into the address.
        method="post"
        className="flex max-w-form flex-col items-start gap-5 [&>div]:w-full"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const currentPassword = textOf(data, "currentPassword");
          change.mutate({ email: textOf(data, "email"), currentPassword });
        }}
      >
        <p className="flex flex-wrap items-center gap-3">
          <bdi className="break-all">{email}</bdi>
          {isVerified && <Badge tone="accent">{translate("verified")}</Badge>}
        </p>
        <TextField
          label={translate("new")}
          name="email"
          type="email"
          autoComplete="email"
          required
        />
        {hasPassword && (
          <TextField
            label={translate("password")}
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
        {change.error && (
          <Notice tone="danger" isAlert>
            {say(faultWords(change.error))}
          </Notice>
        )}
        <Button type="submit" isBusy={change.isPending}>
          {translate("change")}
        </Button>
      </form>
    </Section>
  );
}

function useChangeEmail(onChanged: () => void) {
  const translate = useTranslations("account.email");
  const trpc = useTRPC();
  const router = useRouter();
  const toast = useToast();
  return useMutation(
    trpc.accounts.changeEmail.mutationOptions({
      onSuccess: () => {
        toast(translate("changed"));
        onChanged();
        router.refresh();
      },
    }),
  );
}
