"use client";

import { useMutation } from "@tanstack/react-query";
import { signOut } from "#app/auth-client.ts";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";

type AcceptInviteProps = { readonly token: string; readonly viewerName: string };

export function AcceptInvite({ token, viewerName }: AcceptInviteProps) {
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
        Join the project
      </Button>
      {accept.error && (
        <Notice tone="danger" isAlert>
          {faultWords(accept.error)}
        </Notice>
      )}
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        <span>
          You join as <bdi className="text-ink">{viewerName}</bdi>.
        </span>
        <Button variant="quiet" size="small" onClick={signOut}>
          Not you? Sign out
        </Button>
      </p>
    </div>
  );
}
