"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { formatMoment } from "#app/format.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { toPercent } from "./chart-words.ts";

type Outputs = ApiOutputs["rewardModels"];
type Version = Outputs["learningCurve"][number];
type Ranking = Outputs["ranking"];

type VersionsPanelProps = {
  readonly projectId: string;
  readonly versions: Outputs["learningCurve"];
  readonly ranking: Ranking;
};

/** Every version with what it knew and how far it moved; any of them may rank the pairs. */
export function VersionsPanel({ projectId, versions, ranking }: VersionsPanelProps) {
  const { run, isPending } = useVersionActions(projectId);
  if (versions.length === 0) return <p className="text-muted">There is no model yet.</p>;
  return (
    <>
      {ranking.live !== null && (
        <div className="mb-4 flex flex-wrap items-center justify-between gap-3 text-sm">
          <p>
            Version {ranking.live} ranks until you say otherwise; newer versions are trained and
            tested meanwhile.
          </p>
          <Button size="small" isBusy={isPending} onClick={() => run({ kind: "follow" })}>
            Follow the newest
          </Button>
        </div>
      )}
      <div className="max-h-[32rem] overflow-y-auto">
        <Table
          label="Versions of the reward model"
          head={
            <>
              <HeadCell isNumber>Version</HeadCell>
              <HeadCell isNumber>Learned from</HeadCell>
              <HeadCell isNumber>Hold-out accuracy</HeadCell>
              <HeadCell isNumber>Log-loss</HeadCell>
              <HeadCell
                isNumber
                title="Share of predicted winners that changed since the version before"
              >
                Flipped
              </HeadCell>
              <HeadCell isNumber title="Mean change of the predicted probability">
                Mean change
              </HeadCell>
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            </>
          }
        >
          {versions.toReversed().map((version) => (
            <VersionRow
              key={version.version}
              version={version}
              isRanking={version.version === (ranking.live ?? ranking.newest)}
              isBusy={isPending}
              onAction={(kind) => run({ kind, version: version.version })}
            />
          ))}
        </Table>
      </div>
    </>
  );
}

type Action =
  | { readonly kind: "follow" }
  | { readonly kind: "promote" | "rescore"; readonly version: number };

function useVersionActions(projectId: string) {
  const trpc = useTRPC();
  const router = useRouter();
  const say = useToast();
  const words = (sentence: string) => ({
    onError: (error: unknown) => say(faultWords(error)),
    onSuccess: () => {
      say(sentence);
      router.refresh();
    },
  });
  const promote = useMutation(
    trpc.rewardModels.promote.mutationOptions(
      words("This version ranks from the next ranking on."),
    ),
  );
  const follow = useMutation(
    trpc.rewardModels.followNewest.mutationOptions(words("The newest version ranks again.")),
  );
  const rescore = useMutation(
    trpc.rewardModels.rescore.mutationOptions(words("The report appears below in a moment.")),
  );
  const run = (action: Action) => {
    if (action.kind === "follow") follow.mutate({ projectId });
    if (action.kind === "promote") promote.mutate({ projectId, version: action.version });
    if (action.kind === "rescore") rescore.mutate({ projectId, version: action.version });
  };
  return { run, isPending: promote.isPending || follow.isPending || rescore.isPending };
}

type VersionRowProps = {
  readonly version: Version;
  readonly isRanking: boolean;
  readonly isBusy: boolean;
  onAction(kind: "promote" | "rescore"): void;
};

function VersionRow({ version: row, isRanking, isBusy, onAction }: VersionRowProps) {
  const { version, trainedOn, metrics, basis, updatedFrom, createdAt } = row;
  const { accuracy, logLoss } = metrics.holdout;
  const { drift } = metrics;
  return (
    <Row className={isRanking ? "bg-accent-soft" : undefined}>
      <Cell isNumber title={formatMoment(createdAt)} className="ps-2">
        {version}
      </Cell>
      <Cell isNumber>
        {trainedOn}
        {updatedFrom !== null && (
          <span className="block text-xs text-muted">update of {updatedFrom}</span>
        )}
        {basis !== null && <span className="block text-xs text-muted">with outside scores</span>}
      </Cell>
      <Cell isNumber>{accuracy === null ? "–" : `${toPercent(accuracy).toFixed(1)} %`}</Cell>
      <Cell isNumber>{logLoss?.toFixed(3) ?? "–"}</Cell>
      <Cell isNumber>{drift === null ? "–" : `${toPercent(drift.flippedShare).toFixed(1)} %`}</Cell>
      <Cell isNumber>
        {drift === null ? "–" : `${toPercent(drift.meanChange).toFixed(1)} points`}
      </Cell>
      <Cell className="text-end whitespace-nowrap">
        {isRanking ? (
          <Badge tone="accent">Ranks now</Badge>
        ) : (
          <Button
            size="small"
            variant="quiet"
            aria-label={`Let version ${version} rank`}
            isBusy={isBusy}
            onClick={() => onAction("promote")}
          >
            Let it rank
          </Button>
        )}
        <Button
          size="small"
          variant="quiet"
          aria-label={`Re-score with version ${version}`}
          isBusy={isBusy}
          onClick={() => onAction("rescore")}
        >
          Re-score
        </Button>
      </Cell>
    </Row>
  );
}
