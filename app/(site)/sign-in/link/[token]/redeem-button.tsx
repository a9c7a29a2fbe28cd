"use client";

import { useState } from "react";
import { signInLocally } from "#app/auth-client.ts";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";

export function RedeemButton({ token }: { readonly token: string }) {
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
        Sign in
      </Button>
      {message && (
        <Notice tone="danger" isAlert>
          {message}
        </Notice>
      )}
    </div>
  );
}
