"use client";

import { EmptyState } from "#app/components/empty-state.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import type { Halt } from "./judge-api.ts";

/** Judging cannot go on; what was decided but not yet sent stays in this browser. */
export function HaltNotice({ halt, unsent }: { readonly halt: Halt; readonly unsent: number }) {
  const isSignedOut = halt.kind === "signed_out";
  return (
    <EmptyState
      title={isSignedOut ? "You have been signed out" : "You can no longer judge here"}
      action={
        isSignedOut ? (
          <LinkButton href="/sign-in">Sign in</LinkButton>
        ) : (
          <LinkButton href="/">Your projects</LinkButton>
        )
      }
    >
      <p role="alert">{halt.sentence}</p>
      {unsent > 0 && (
        <p className="mt-2">
          {unsent === 1 ? "One judgment is" : `${unsent} judgments are`} kept in this browser and
          will be sent when you are back.
        </p>
      )}
    </EmptyState>
  );
}
