"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PlusIcon } from "#app/components/icons.tsx";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { formatCount } from "#app/format.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { GoldEditor } from "./gold-editor.tsx";
import { PairPicker } from "./pair-picker.tsx";
import { verdictWords } from "./verdict-words.ts";

export type Gold = ApiOutputs["gold"]["list"]["gold"][number];

/** What stands in the window over the page. */
type Step = { readonly kind: "pick" } | { readonly kind: "edit"; readonly pairId: number };

export function GoldPanel({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.gold.list.queryOptions({ projectId }));
  const [step, setStep] = useState<Step | null>(null);
  const add = (
    <Button onClick={() => setStep({ kind: "pick" })}>
      <PlusIcon />
      Add a gold pair
    </Button>
  );
  const edited = step?.kind === "edit" ? step.pairId : null;
  return (
    <>
      {data.gold.length === 0 ? (
        <EmptyState title="No gold pairs yet" action={add}>
          <p>Choose pairs where nobody who reads carefully could disagree, and say why.</p>
        </EmptyState>
      ) : (
        <>
          <div className="mb-4 flex justify-end">{add}</div>
          <GoldTable
            projectId={projectId}
            gold={data.gold}
            onEdit={(pairId) => setStep({ kind: "edit", pairId })}
          />
        </>
      )}
      {step?.kind === "pick" && (
        <PairPicker
          projectId={projectId}
          onPick={(pairId) => setStep({ kind: "edit", pairId })}
          onClose={() => setStep(null)}
        />
      )}
      {edited !== null && (
        <GoldEditor
          projectId={projectId}
          pairId={edited}
          held={data.gold.find((gold) => gold.pairId === edited) ?? null}
          form={data.form}
          onClose={() => setStep(null)}
        />
      )}
    </>
  );
}

type GoldTableProps = {
  readonly projectId: string;
  readonly gold: readonly Gold[];
  onEdit(pairId: number): void;
};

function GoldTable({ projectId, gold, onEdit }: GoldTableProps) {
  return (
    <Table
      label="Gold pairs"
      head={
        <>
          <HeadCell>Prompt</HeadCell>
          <HeadCell>Answer</HeadCell>
          <HeadCell>Used in</HeadCell>
          <HeadCell isNumber>Right in real work</HeadCell>
          <HeadCell>
            <span className="sr-only">Actions</span>
          </HeadCell>
        </>
      }
    >
      {gold.map((one) => (
        <GoldRow key={one.pairId} projectId={projectId} gold={one} onEdit={onEdit} />
      ))}
    </Table>
  );
}

function GoldRow({
  projectId,
  gold,
  onEdit,
}: {
  readonly projectId: string;
  readonly gold: Gold;
  onEdit(pairId: number): void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useToast();
  const remove = useMutation(
    trpc.gold.remove.mutationOptions({
      onError: (error) => say(faultWords(error)),
      onSuccess: () => say("An ordinary pair again."),
      // The list, and what may still be chosen.
      onSettled: () => queryClient.invalidateQueries(trpc.gold.pathFilter()),
    }),
  );
  return (
    <Row>
      <Cell className="max-w-md">
        <p dir="auto" className="line-clamp-2">
          {gold.prompt}
        </p>
      </Cell>
      <Cell className="whitespace-nowrap">
        {verdictWords[gold.verdict]}
        {gold.strengthMin !== null && ` (strength ${gold.strengthMin} or more)`}
      </Cell>
      <Cell className="whitespace-nowrap">
        <Badge tone={gold.use === "quiz" ? "accent" : "neutral"}>
          {gold.use === "quiz" ? "Quiz" : "Real work"}
        </Badge>
        {gold.isTrap && <span className="ms-2 text-muted">trap</span>}
      </Cell>
      <Cell isNumber>
        {gold.judged === 0 ? "–" : `${formatCount(gold.right)} of ${formatCount(gold.judged)}`}
      </Cell>
      <Cell className="text-end whitespace-nowrap">
        <Button
          size="small"
          variant="quiet"
          aria-label={`Edit ${gold.prompt.slice(0, 60)}`}
          onClick={() => onEdit(gold.pairId)}
        >
          Edit
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-label={`Remove ${gold.prompt.slice(0, 60)}`}
          isBusy={remove.isPending}
          onClick={() => remove.mutate({ projectId, pairId: gold.pairId })}
        >
          Remove
        </Button>
      </Cell>
    </Row>
  );
}
