"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { leaveForProvider } from "./auth-client.ts";
import { Button } from "./components/button.tsx";
import { Notice } from "./components/notice.tsx";
import { useServerSentence } from "./use-server-sentence.ts";

type ProviderButtonsProps = {
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  readonly returnTo: string;
};

/** One button for each configured provider, and the line that sets them off from the form below. */
export function ProviderButtons({ providers, returnTo }: ProviderButtonsProps) {
  const translate = useTranslations("site.signIn");
  const say = useServerSentence();
  const [leavingFor, setLeavingFor] = useState<string | null>(null);
  const [message, setMessage] = useState("");
  if (providers.length === 0) return null;
  const leave = async (provider: string) => {
    setLeavingFor(provider);
    setMessage(await leaveForProvider(provider, returnTo));
    setLeavingFor(null);
  };
  return (
    <div className="flex flex-col gap-3">
      {message && (
        <Notice tone="danger" isAlert>
          {say(message)}
        </Notice>
      )}
      {providers.map((provider) => (
        <Button
          key={provider.id}
          isBusy={leavingFor === provider.id}
          onClick={() => leave(provider.id)}
        >
          {translate("continueWith", { name: provider.name })}
        </Button>
      ))}
      <div className="mt-3 flex items-center gap-4 text-[0.8125rem] text-muted">
        <span className="h-px flex-1 bg-line" />
        {translate("orPassword")}
        <span className="h-px flex-1 bg-line" />
      </div>
    </div>
  );
}
