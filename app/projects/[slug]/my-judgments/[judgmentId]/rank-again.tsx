"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { faultWords } from "#app/fault-words.ts";
import { createRankingStore } from "#app/projects/[slug]/judge/ranking/ranking-store.ts";
import { projectPath } from "#app/projects/project-path.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { JudgmentOnPage } from "./amend-workspace.tsx";

type RankAgainProps = {
  readonly slug: string;
  readonly projectId: string;
  readonly viewerId: string;
  readonly ranking: NonNullable<JudgmentOnPage["ranking"]>;
};

/** Takes a whole ranking back and opens it in the order that it had. */
export function RankAgain({ slug, projectId, viewerId, ranking }: RankAgainProps) {
  const { rankingId, tiers } = ranking;
  const translate = useTranslations("judge.mine");
  const trpc = useTRPC();
  const router = useRouter();
  const undo = useMutation(
    trpc.rankings.undo.mutationOptions({
      onSuccess: async () => {
        const store = createRankingStore({ projectId, viewerId });
        // A browser that keeps nothing begins with an empty order.
        await store
          .keep(rankingId, { tiers, submission: null, savedAt: Date.now() })
          .catch(() => undefined);
        router.push(projectPath(slug, "judge"));
      },
    }),
  );
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        isBusy={undo.isPending || undo.isSuccess}
        onClick={() => undo.mutate({ projectId, rankingId })}
      >
        {translate("rankAgain")}
      </Button>
      <p className="text-sm text-muted">{translate("rankAgainHint")}</p>
      {undo.error !== null && (
        <Notice tone="danger" isAlert>
          {translate("failed", { reason: faultWords(undo.error) })}
        </Notice>
      )}
    </div>
  );
}
