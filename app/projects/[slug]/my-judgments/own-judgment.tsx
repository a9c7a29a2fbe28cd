"use client";

import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "use-intl/react";
import { Badge } from "#app/components/badge.tsx";
import { textLinkClass } from "#app/components/text-link-class.ts";
import { useVerdictWords } from "#app/projects/[slug]/judge/answers/verdict-words.ts";
import { projectPath } from "#app/projects/project-path.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { Moment } from "./moment.tsx";

type OwnJudgmentProps = {
  readonly slug: string;
  readonly judgment: ApiOutputs["judgments"]["mine"]["judgments"][number];
};

/** One judgment in a line or two; opens the pair as it was shown. */
export function OwnJudgment({ slug, judgment }: OwnJudgmentProps) {
  const translate = useTranslations("judge.mine");
  const verdictWords = useVerdictWords(judgment.strengthLevels ?? 1);
  const { excerpt } = judgment;
  return (
    <li className="flex flex-col gap-1.5 py-4">
      <p className="min-w-0">
        <Link
          href={`${projectPath(slug, "my-judgments")}/${judgment.judgmentId}` as Route}
          className={textLinkClass}
        >
          <bdi className="line-clamp-2 break-words">{excerpt}</bdi>
        </Link>
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <span className="font-medium text-ink">{verdictWords(judgment)}</span>
        <Moment date={judgment.decidedAt} />
        <Badge tone={judgment.isSettled ? "neutral" : "accent"}>
          {translate(judgment.isSettled ? "settled" : "open")}
        </Badge>
        {judgment.isAmended && <Badge>{translate("amended")}</Badge>}
      </div>
    </li>
  );
}
