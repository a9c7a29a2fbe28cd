"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { formatDay } from "#app/format.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";

type Standing = ApiOutputs["gold"]["standings"][number];

type StandingsTableProps = {
  readonly projectId: string;
  readonly standings: readonly Standing[];
};

export function StandingsTable({ projectId, standings }: StandingsTableProps) {
  if (standings.length === 0) {
    return <p className="text-sm text-muted">Nobody has joined as an annotator yet.</p>;
  }
  return (
    <Table
      label="Annotators and the quiz"
      head={
        <>
          <HeadCell>Annotator</HeadCell>
          <HeadCell>Quiz</HeadCell>
          <HeadCell isNumber>Attempts</HeadCell>
          <HeadCell isNumber>Right</HeadCell>
          <HeadCell>
            <span className="sr-only">Actions</span>
          </HeadCell>
        </>
      }
    >
      {standings.map((standing) => (
        <StandingRow key={standing.userId} projectId={projectId} standing={standing} />
      ))}
    </Table>
  );
}

function StandingRow({
  projectId,
  standing,
}: {
  readonly projectId: string;
  readonly standing: Standing;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useToast();
  const decide = useMutation(
    trpc.gold.decide.mutationOptions({
      onError: (error) => say(faultWords(error)),
      onSettled: () =>
        queryClient.invalidateQueries(trpc.gold.standings.queryFilter({ projectId })),
    }),
  );
  const { userId, name, qualifiedAt, answered, right, attempts } = standing;
  const set = (isQualified: boolean) => decide.mutate({ projectId, userId, isQualified });
  return (
    <Row>
      <Cell>
        <bdi>{name}</bdi>
      </Cell>
      <Cell>
        {qualifiedAt ? (
          <Badge tone="accent">Passed {formatDay(qualifiedAt)}</Badge>
        ) : (
          <Badge>{answered === 0 ? "Not begun" : "Not passed"}</Badge>
        )}
      </Cell>
      <Cell isNumber>{attempts}</Cell>
      <Cell isNumber>{answered === 0 ? "–" : `${right} of ${answered}`}</Cell>
      <Cell className="text-end whitespace-nowrap">
        {!qualifiedAt && (
          <Button
            size="small"
            variant="quiet"
            aria-label={`Let ${name} in`}
            isBusy={decide.isPending}
            onClick={() => set(true)}
          >
            Let in
          </Button>
        )}
        {(qualifiedAt !== null || answered > 0) && (
          <Button
            size="small"
            variant="quiet"
            aria-label={`Begin the quiz anew for ${name}`}
            isBusy={decide.isPending}
            onClick={() => set(false)}
          >
            Begin anew
          </Button>
        )}
      </Cell>
    </Row>
  );
}
