"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "./button.tsx";
import { MessagePage } from "./message-page.tsx";

type FaultPageProps = {
  readonly error: unknown;
  readonly isInset?: boolean;
  retry(): void;
};

/** The page for a bug of ours; its number finds the entry in the log. */
export function FaultPage({ error, retry, isInset }: FaultPageProps) {
  const router = useRouter();
  const number = digestOf(error);
  const tryAgain = () =>
    startTransition(() => {
      router.refresh();
      retry();
    });
  return (
    <MessagePage
      title="Something went wrong"
      isInset={isInset}
      action={<Button onClick={tryAgain}>Try again</Button>}
      footnote={number && `Request ${number}`}
    >
      That is our fault, not yours. Nothing that was confirmed has been lost.
    </MessagePage>
  );
}

export function digestOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("digest" in error)) return null;
  return typeof error.digest === "string" ? error.digest : null;
}
