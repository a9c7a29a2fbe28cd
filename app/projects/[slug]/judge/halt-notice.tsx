"use client";
"use no memo";

import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import { useServerSentence } from "#app/use-server-sentence.ts";
import type { Halt } from "./judge-api.ts";

/** Judging cannot go on; what was decided but not yet sent stays in this browser. */
export function HaltNotice({ halt, unsent }: { readonly halt: Halt; readonly unsent: number }) {
  const translate = useTranslations("judge.halt");
  const say = useServerSentence();
  const isSignedOut = halt.kind === "signed_out";
  return (
    <EmptyState
      title={translate(isSignedOut ? "signedOut" : "removed")}
      action={
        <LinkButton href={isSignedOut ? "/sign-in" : "/"}>
          {translate(isSignedOut ? "signIn" : "projects")}
        </LinkButton>
      }
    >
      <p role="alert">{say(halt.sentence)}</p>
      {unsent > 0 && <p className="mt-2">{translate("unsent", { count: unsent })}</p>}
    </EmptyState>
  );
}

/** Another tab of this browser judges; this one waits, and says so. */
export function ElsewhereNotice({ onJudgeHere }: { onJudgeHere(): void }) {
  const translate = useTranslations("judge.elsewhere");
  return (
    <EmptyState
      title={translate("title")}
      action={
        <Button variant="primary" onClick={onJudgeHere}>
          {translate("here")}
        </Button>
      }
    >
      <p role="status">{translate("text")}</p>
    </EmptyState>
  );
}
