"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "#app/components/button.tsx";
import { CheckField } from "#app/components/check-field.tsx";
import { Dialog } from "#app/components/dialog.tsx";
import { Markdown } from "#app/components/markdown.tsx";
import { Notice } from "#app/components/notice.tsx";
import { SegmentedControl } from "#app/components/segmented-control.tsx";
import { Skeleton } from "#app/components/skeleton.tsx";
import { TextArea } from "#app/components/text-area.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import type { SaveGoldInput } from "#server/contracts/gold.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import { verdicts } from "#server/contracts/vocabulary.ts";
import type { Gold } from "./gold-panel.tsx";
import { verdictWords } from "./verdict-words.ts";

type GoldEditorProps = {
  readonly projectId: string;
  readonly pairId: number;
  readonly held: Gold | null;
  readonly form: JudgmentForm;
  onClose(): void;
};

const uses = [
  { value: "quiz", label: "Quiz for newcomers" },
  { value: "work", label: "Real work" },
] as const;

/** The pair in full, and what is right about it and why. */
export function GoldEditor({ projectId, pairId, held, form, onClose }: GoldEditorProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const pair = useQuery(trpc.gold.pair.queryOptions({ projectId, pairId }));
  const [gold, setGold] = useState<SaveGoldInput>({
    pairId,
    verdict: held?.verdict ?? "first",
    strengthMin: held?.strengthMin ?? null,
    explanation: held?.explanation ?? "",
    use: held?.use ?? "quiz",
    isTrap: held?.isTrap ?? false,
  });
  const change = (part: Partial<SaveGoldInput>) => setGold({ ...gold, ...part });
  const save = useMutation(
    trpc.gold.save.mutationOptions({
      onSuccess: onClose,
      // The list, and what may still be chosen.
      onSettled: () => queryClient.invalidateQueries(trpc.gold.pathFilter()),
    }),
  );
  const fault = pair.error ?? save.error;
  const offered = verdicts.filter(
    (verdict) => (verdict !== "tie" || form.hasTie) && (verdict !== "both_bad" || form.hasBothBad),
  );
  return (
    <Dialog title={held ? "Edit gold pair" : "New gold pair"} isOpen onClose={onClose}>
      {pair.data ? <PairInFull pair={pair.data} /> : <Skeleton className="h-64 w-full" />}
      <SegmentedControl
        label="What is right"
        value={gold.verdict}
        options={offered.map((value) => ({ value, label: verdictWords[value] }))}
        onChange={(verdict) => change({ verdict, strengthMin: null })}
      />
      <TextArea
        label="Why"
        hint="Shown after the answer in the quiz. Markdown."
        maxLength={2000}
        value={gold.explanation}
        onChange={(event) => change({ explanation: event.target.value })}
      />
      <SegmentedControl
        label="Used in"
        value={gold.use}
        options={uses}
        onChange={(use) => change({ use })}
      />
      {gold.use === "work" && (
        <CheckField
          label="Trap"
          hint="So plain that only somebody who does not read gets it wrong."
          checked={gold.isTrap}
          onChange={(event) => change({ isTrap: event.target.checked })}
        />
      )}
      {fault && (
        <Notice tone="danger" isAlert>
          {faultWords(fault)}
        </Notice>
      )}
      <div className="flex justify-end gap-3">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="primary"
          isBusy={save.isPending}
          disabled={!pair.data}
          onClick={() => save.mutate({ projectId, gold })}
        >
          Save
        </Button>
      </div>
    </Dialog>
  );
}

function PairInFull({ pair }: { readonly pair: ApiOutputs["gold"]["pair"] }) {
  const responses = [
    { name: "First", model: pair.firstModel, text: pair.first },
    { name: "Second", model: pair.secondModel, text: pair.second },
  ];
  return (
    <div className="flex flex-col gap-4">
      <Markdown text={pair.messages.at(-1)?.content ?? ""} headingLevel={3} />
      {responses.map(({ name, model, text }) => (
        <section
          key={name}
          aria-label={`${name} response`}
          className="rounded-panel border border-line p-4"
        >
          <p className="mb-2 text-xs text-muted">
            {name} · <bdi>{model}</bdi>
          </p>
          <Markdown text={text} headingLevel={3} />
        </section>
      ))}
    </div>
  );
}
