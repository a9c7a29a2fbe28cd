"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl/react";
import { signOut } from "#app/auth-client.ts";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { useServerSentence } from "#app/use-server-sentence.ts";

type AcceptInviteProps = { readonly token: string; readonly viewerName: string };

export function AcceptInvite({ token, viewerName }: AcceptInviteProps) {
  const translate = useTranslations("site.invite");
  const say = useServerSentence();
  const trpc = useTRPC();
  const accept = useMutation(
    trpc.invites.accept.mutationOptions({
      onSuccess: ({ projectSlug }) => window.location.assign(`/projects/${projectSlug}`),
    }),
  );
  return (
    <div className="flex flex-col items-start gap-5">
      <Button
        variant="primary"
        isBusy={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate({ token })}
      >
        {translate("join")}
      </Button>
      {accept.error && (
        <Notice tone="danger" isAlert>
          {say(faultWords(accept.error))}
        </Notice>
      )}
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        <span>
          {translate.rich("joinAs", {
            name: () => <bdi className="text-ink">{viewerName}</bdi>,
          })}
        </span>
        <Button variant="quiet" size="small" onClick={signOut}>
          {translate("notYou")}
        </Button>
      </p>
    </div>
  );
}
