import type { countRecordedJudgments } from "#db/queries/export-rows.ts";
import type { AnswerPart, ExportManifest, ExportOptions } from "#server/contracts/export.ts";
import { formatExportReadme } from "./export-readme.ts";
import type { ExportTally } from "./export-tally.ts";

type Described = {
  readonly project: string;
  readonly options: ExportOptions;
  readonly recorded: Awaited<ReturnType<typeof countRecordedJudgments>>;
  readonly answered: Readonly<Record<AnswerPart, number>>;
  readonly strengthScales: readonly number[];
  readonly tally: ExportTally;
  readonly files: ExportManifest["files"];
  readonly rows: ExportManifest["rows"];
};

/**
 * What an export says of itself.
 * @throws Error when the counts do not add up; such an export must not be given to anybody
 */
export function describeExport(described: Described): {
  readonly manifest: ExportManifest;
  readonly readme: string;
} {
  const { recorded, tally, options } = described;
  const manifest: ExportManifest = {
    schema: "tiebreak-dpo/1",
    project: described.project,
    options,
    rules: rulesOf(options),
    judgments: {
      recorded: recorded.recorded,
      withdrawnOrSuperseded: recorded.recorded - recorded.current,
      current: recorded.current,
      ...tally.judgments,
      repeats: recorded.repeats,
      gold: recorded.gold,
    },
    answers: mergeAnswers(described),
    pairs: tally.pairs,
    prompts: tally.prompts,
    rows: described.rows,
    warnings: warningsOf(described),
    files: described.files,
  };
  assertReconciled(manifest);
  return { manifest, readme: formatExportReadme(manifest) };
}

function mergeAnswers({ answered, tally }: Described): ExportManifest["answers"] {
  const of = (part: AnswerPart) => ({
    current: answered[part],
    exported: tally.answers.exported[part],
    dropped: tally.answers.dropped[part],
  });
  return {
    flags: of("flags"),
    safety: of("safety"),
    attributes: of("attributes"),
    reasons: of("reasons"),
    rationale: of("rationale"),
    edits: of("edits"),
  };
}

function warningsOf({ tally, strengthScales }: Described): string[] {
  const warnings = tally.hasOnlyDates ? [onlyDates] : [];
  if (strengthScales.length < 2) return warnings;
  const scales = new Intl.ListFormat("en").format(strengthScales.map(String));
  return [
    ...warnings,
    `Strength was given on scales of ${scales} steps, which a mean cannot put together.`,
  ];
}

const onlyDates =
  "Every answer looks like a date. The datasets library reads such a column of JSONL as times; give it explicit features.";

function rulesOf({ tiePolicy, testShare, judgmentsMin }: ExportOptions): string[] {
  const ties = {
    drop: "Pairs that were judged even are left out.",
    both_ways: "Pairs that were judged even are written as two rows, one each way.",
  } as const;
  return [
    "One row a pair, by the majority of its current decisive judgments; a tie counts half for each side.",
    ties[tiePolicy],
    "Pairs that more than half of the annotators found bad on both sides are left out.",
    `Pairs with fewer than ${judgmentsMin} current judgments are left out, and so are pairs of identical answers.`,
    `The test split holds every prompt of the hold-out slice and a share of ${testShare} of the others, chosen by a hash of the prompt and the seed. All pairs of a prompt are in one split.`,
    "Gold pairs, whose answer was known, and second answers of the same annotator are left out.",
    "Pairs may have been chosen for judging by a reward model, so they are not a random sample, except in the hold-out slice.",
  ];
}

function assertReconciled({ judgments, pairs, rows, answers }: ExportManifest): void {
  const { decisive, tie, bothBad, repeats, gold } = judgments;
  const dropped =
    pairs.droppedTooFew + pairs.droppedTied + pairs.droppedBothBad + pairs.droppedIdentical;
  const adds =
    judgments.current === decisive + tie + bothBad + repeats + gold &&
    pairs.judged === pairs.exported + dropped &&
    rows.train + rows.test === pairs.exported + pairs.exportedBothWays &&
    Object.values(answers).every((part) =>
      isAnswerReconciled(part, decisive + tie + bothBad === judgments.current),
    );
  if (!adds)
    throw new Error(`counts do not add up: ${JSON.stringify({ judgments, pairs, rows, answers })}`);
}

/** Judgments of no exported or dropped pair, such as repeats, may have answered, too. */
function isAnswerReconciled(
  { current, exported, dropped }: ExportManifest["answers"][AnswerPart],
  isWhole: boolean,
): boolean {
  return isWhole ? current === exported + dropped : current >= exported + dropped;
}
