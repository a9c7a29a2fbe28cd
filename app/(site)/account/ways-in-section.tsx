"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { leaveForProvider } from "#app/auth-client.ts";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/section.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { useServerSentence } from "#app/use-server-sentence.ts";

type WaysInSectionProps = {
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  readonly linked: readonly string[];
};

/** Outside accounts that sign in as this user; left out where none is configured. */
export function WaysInSection({ providers, linked }: WaysInSectionProps) {
  const translate = useTranslations("account.waysIn");
  const sayIn = useServerSentence();
  const trpc = useTRPC();
  const router = useRouter();
  const say = useToast();
  const [message, setMessage] = useState("");
  const unlink = useMutation(
    trpc.accounts.unlinkIdentity.mutationOptions({
      onError: (error) => setMessage(faultWords(error)),
      onSuccess: () => {
        say(translate("disconnected"));
        router.refresh();
      },
    }),
  );
  const connect = async (provider: string) =>
    setMessage(await leaveForProvider(provider, "/account"));
  if (providers.length === 0) return null;
  return (
    <Section title={translate("title")} description={translate("text")}>
      <ul className="max-w-form divide-y divide-line border-y border-line">
        {providers.map(({ id, name }) => (
          <li key={id} className="flex items-center justify-between gap-4 py-3 text-sm">
            <span>
              {name}
              {linked.includes(id) && <span className="text-muted"> {translate("connected")}</span>}
            </span>
            {linked.includes(id) ? (
              <Button size="small" onClick={() => unlink.mutate({ provider: id })}>
                {translate("disconnect")}
              </Button>
            ) : (
              <Button size="small" onClick={() => connect(id)}>
                {translate("connect")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {message && (
        <div className="mt-4 max-w-form">
          <Notice tone="danger" isAlert>
            {sayIn(message)}
          </Notice>
        </div>
      )}
    </Section>
  );
}
