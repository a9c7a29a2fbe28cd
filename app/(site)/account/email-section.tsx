"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/section.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { textOf } from "#app/form-text.ts";
import { useTRPC } from "#app/trpc/client.tsx";

type EmailSectionProps = {
  readonly email: string;
  readonly isVerified: boolean;
  readonly hasPassword: boolean;
};

export function EmailSection({ email, isVerified, hasPassword }: EmailSectionProps) {
  const form = useRef<HTMLFormElement>(null);
  const change = useChangeEmail(() => form.current?.reset());
  return (
    <Section title="E-mail" description="What you sign in with. It is not shown to other members.">
      <form
        ref={form}
        className="flex max-w-form flex-col items-start gap-5 [&>div]:w-full"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const currentPassword = textOf(data, "currentPassword");
          change.mutate({ email: textOf(data, "email"), currentPassword });
        }}
      >
        <p className="flex flex-wrap items-center gap-3">
          <span className="break-all">{email}</span>
          {isVerified && <Badge tone="accent">Verified</Badge>}
        </p>
        <TextField label="New e-mail" name="email" type="email" autoComplete="email" required />
        {hasPassword && (
          <TextField
            label="Password"
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
        {change.error && (
          <Notice tone="danger" isAlert>
            {faultWords(change.error)}
          </Notice>
        )}
        <Button type="submit" isBusy={change.isPending}>
          Change e-mail
        </Button>
      </form>
    </Section>
  );
}

function useChangeEmail(onChanged: () => void) {
  const trpc = useTRPC();
  const router = useRouter();
  const say = useToast();
  return useMutation(
    trpc.accounts.changeEmail.mutationOptions({
      onSuccess: () => {
        say("E-mail changed. Other sessions have ended.");
        onChanged();
        router.refresh();
      },
    }),
  );
}
