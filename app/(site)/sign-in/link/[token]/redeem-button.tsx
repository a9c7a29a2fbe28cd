"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { signInLocally } from "#app/auth-client.ts";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { useServerSentence } from "#app/use-server-sentence.ts";

export function RedeemButton({ token }: { readonly token: string }) {
  const translate = useTranslations("site.link");
  const say = useServerSentence();
  const [isBusy, setIsBusy] = useState(false);
  const [message, setMessage] = useState("");
  const redeem = async () => {
    setIsBusy(true);
    const result = await signInLocally("link", { token });
    if (result.isSignedIn) return window.location.assign("/");
    setMessage(result.message);
    setIsBusy(false);
  };
  return (
    <div className="flex flex-col items-start gap-4">
      <Button variant="primary" isBusy={isBusy} onClick={redeem}>
        {translate("submit")}
      </Button>
      {message && (
        <Notice tone="danger" isAlert>
          {say(message)}
        </Notice>
      )}
    </div>
  );
}
