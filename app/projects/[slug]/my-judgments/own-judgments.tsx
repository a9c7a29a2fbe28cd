"use client";

import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import { projectPath } from "#app/projects/project-path.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { listPages } from "./list-pages.ts";
import { OwnJudgment } from "./own-judgment.tsx";

type OwnJudgmentsProps = { readonly slug: string; readonly projectId: string };

/** What one has said, newest first. */
export function OwnJudgments({ slug, projectId }: OwnJudgmentsProps) {
  const translate = useTranslations("judge.mine");
  const trpc = useTRPC();
  const query = useSuspenseInfiniteQuery(
    trpc.judgments.mine.infiniteQueryOptions(
      { projectId },
      // It changes with every key on the judge screen, so what was seen before is asked for anew.
      { ...listPages, refetchOnMount: "always" },
    ),
  );
  const judgments = query.data.pages.flatMap((page) => page.judgments);
  if (judgments.length === 0) {
    return (
      <EmptyState
        title={translate("emptyTitle")}
        action={
          <LinkButton href={projectPath(slug, "judge")} variant="primary">
            {translate("start")}
          </LinkButton>
        }
      >
        <p>{translate("emptyText")}</p>
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label={translate("list")} className="divide-y divide-line border-y border-line">
        {judgments.map((judgment) => (
          <OwnJudgment key={judgment.judgmentId} slug={slug} judgment={judgment} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          size="small"
          className="mt-6"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {translate("earlier")}
        </Button>
      )}
    </>
  );
}
