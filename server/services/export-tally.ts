import { type GivenAnswers, noAnswers } from "#db/queries/export-answers.ts";
import type { JudgedPair, PairTexts } from "#db/queries/export-rows.ts";
import type { AnswerPart, ExportManifest, ExportSplit } from "#server/contracts/export.ts";
import { looksLikeDate } from "./export-row.ts";

type DropReason = "too_few" | "tied" | "both_bad" | "identical";

type Exported = {
  readonly pair: JudgedPair;
  readonly texts: PairTexts;
  readonly split: ExportSplit;
  readonly isTie: boolean;
  readonly answers: readonly GivenAnswers[];
};

export type ExportTally = {
  /** Each judged pair once, before it is dropped or exported. */
  countPair(pair: JudgedPair): void;
  drop(reason: DropReason, answers: readonly GivenAnswers[]): void;
  /** In the order of prompts: a prompt is counted when its first pair comes. */
  countExported(exported: Exported): void;
  readonly judgments: Pick<ExportManifest["judgments"], "decisive" | "tie" | "bothBad">;
  readonly pairs: ExportManifest["pairs"];
  readonly prompts: ExportManifest["prompts"];
  readonly answers: Readonly<Record<"exported" | "dropped", Readonly<Record<AnswerPart, number>>>>;
  /** True when the answers of every row so far look like dates. */
  readonly hasOnlyDates: boolean;
};

/** Counts while an export is written, so that its manifest says of each pair what became of it. */
export function createExportTally(): ExportTally {
  const judgments = { decisive: 0, tie: 0, bothBad: 0 };
  const pairs = {
    judged: 0,
    exported: 0,
    exportedBothWays: 0,
    droppedTooFew: 0,
    droppedTied: 0,
    droppedBothBad: 0,
    droppedIdentical: 0,
  };
  const answers = { exported: { ...noAnswers }, dropped: { ...noAnswers } };
  const prompts = { train: 0, test: 0, testFromHoldout: 0 };
  let lastPrompt = "";
  let hasOnlyDates = true;

  function countPair(pair: JudgedPair): void {
    pairs.judged += 1;
    judgments.decisive += pair.first + pair.second;
    judgments.tie += pair.tie;
    judgments.bothBad += pair.bothBad;
  }

  function drop(reason: DropReason, given: readonly GivenAnswers[]): void {
    pairs[droppedAs[reason]] += 1;
    addAnswers(answers.dropped, given);
  }

  function countExported({ pair, texts, split, isTie, answers: given }: Exported): void {
    pairs.exported += 1;
    addAnswers(answers.exported, given);
    if (isTie) pairs.exportedBothWays += 1;
    hasOnlyDates &&= looksLikeDate(texts.first.text) && looksLikeDate(texts.second.text);
    if (pair.promptHash === lastPrompt) return;
    lastPrompt = pair.promptHash;
    prompts[split] += 1;
    if (pair.slice === "holdout") prompts.testFromHoldout += 1;
  }

  return {
    countPair,
    drop,
    countExported,
    judgments,
    pairs,
    prompts,
    answers,
    get hasOnlyDates() {
      return hasOnlyDates && pairs.exported > 0;
    },
  };
}

function addAnswers(counts: Record<AnswerPart, number>, given: readonly GivenAnswers[]): void {
  for (const one of given) {
    if (one.flags !== null) counts.flags += 1;
    if (one.safety !== null) counts.safety += 1;
    if (one.attributes !== null) counts.attributes += 1;
    if (one.reasons !== null) counts.reasons += 1;
    if (one.rationale !== null) counts.rationale += 1;
    if (one.edit !== null) counts.edits += 1;
  }
}

const droppedAs = {
  too_few: "droppedTooFew",
  tied: "droppedTied",
  both_bad: "droppedBothBad",
  identical: "droppedIdentical",
} as const satisfies Record<DropReason, keyof ExportManifest["pairs"]>;
