"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { CheckField } from "#app/components/check-field.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/section.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { useServerSentence } from "#app/use-server-sentence.ts";

type ProfileSectionProps = { readonly name: string; readonly alias: string | null };

export function ProfileSection(props: ProfileSectionProps) {
  const translate = useTranslations("account.profile");
  const say = useServerSentence();
  const [name, setName] = useState(props.name);
  const [alias, setAlias] = useState(props.alias ?? "");
  const [isAliasShown, setIsAliasShown] = useState(props.alias !== null);
  const update = useUpdateAccount();
  return (
    <Section title={translate("title")} description={translate("text")}>
      <form
        className="flex max-w-form flex-col items-start gap-5 [&>div]:w-full"
        onSubmit={(event) => {
          event.preventDefault();
          update.mutate({ name, alias: isAliasShown ? alias : null });
        }}
      >
        <TextField
          label={translate("name")}
          autoComplete="name"
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <CheckField
          label={translate("useAlias")}
          hint={translate("useAliasHint")}
          checked={isAliasShown}
          onChange={(event) => setIsAliasShown(event.target.checked)}
        />
        {isAliasShown && (
          <TextField
            label={translate("alias")}
            required
            maxLength={80}
            value={alias}
            onChange={(event) => setAlias(event.target.value)}
          />
        )}
        {update.error && (
          <Notice tone="danger" isAlert>
            {say(faultWords(update.error))}
          </Notice>
        )}
        <Button type="submit" isBusy={update.isPending}>
          {translate("save")}
        </Button>
      </form>
    </Section>
  );
}

function useUpdateAccount() {
  const translate = useTranslations("account.profile");
  const trpc = useTRPC();
  const router = useRouter();
  const toast = useToast();
  return useMutation(
    trpc.accounts.update.mutationOptions({
      onSuccess: () => {
        toast(translate("saved"));
        router.refresh();
      },
    }),
  );
}
