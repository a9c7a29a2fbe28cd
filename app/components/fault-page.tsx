"use client";
"use no memo";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "./button.tsx";
import { MessagePage } from "./message-page.tsx";

type FaultPageProps = {
  readonly error: unknown;
  readonly isInset?: boolean;
  retry(): void;
};

/** The page for a bug of ours; its number finds the entry in the log. */
export function FaultPage({ error, retry, isInset }: FaultPageProps) {
  const translate = useTranslations("faults.wrong");
  const common = useTranslations("common");
  const router = useRouter();
  const number = digestOf(error);
  const tryAgain = () =>
    startTransition(() => {
      router.refresh();
      retry();
    });
  return (
    <MessagePage
      title={translate("title")}
      isInset={isInset}
      action={<Button onClick={tryAgain}>{common("tryAgain")}</Button>}
      footnote={number && common("request", { number })}
    >
      {translate("text")}
    </MessagePage>
  );
}

export function digestOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("digest" in error)) return null;
  return typeof error.digest === "string" ? error.digest : null;
}
