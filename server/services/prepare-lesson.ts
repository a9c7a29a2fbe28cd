import type { Database } from "#db/client.ts";
import { sampleCompletions } from "#db/queries/features.ts";
import type { LearningJudgment } from "#db/queries/reward-models.ts";
import { featureVersion, textGroups } from "#server/core/reward/features.ts";
import type { RewardModelInput } from "#server/core/reward/fit-reward-model.ts";
import {
  fitOutsideStandardiser,
  joinStandardisers,
  outsideGroups,
} from "#server/core/reward/outside-columns.ts";
import type { FeatureGroup } from "#server/core/reward/reward-model.ts";
import { fitStandardiser, type Standardiser } from "#server/core/reward/standardiser.ts";
import { loadFeatures } from "./describe-completions.ts";
import type { ScoreBasis } from "./find-score-basis.ts";
import { loadModelInput, loadOutside, type ModelInput } from "./load-model-input.ts";

/** How many completions are enough to standardise features on. */
const standardiserSample = 4000;

/** Everything that fits to any of some judgments share. */
export type Lesson = {
  readonly basis: ScoreBasis["basis"] | null;
  readonly groups: readonly FeatureGroup[];
  readonly standardiser: Standardiser;
  readonly strengthLevels: number;
  readonly input: ModelInput;
  readonly rowOf: ReadonlyMap<number, number>;
};

/** Reads what it takes to fit models to the given judgments or to any part of them. */
export async function prepareLesson(
  db: Database,
  params: {
    readonly projectId: string;
    readonly judgments: readonly LearningJudgment[];
    readonly strengthLevels: number;
    readonly basis: ScoreBasis | null;
  },
): Promise<Lesson> {
  const { projectId, judgments, strengthLevels } = params;
  const sample = await sampleCompletions(db, { projectId, limit: standardiserSample });
  const text = fitStandardiser(await loadFeatures(db, sample));
  const outside = params.basis === null ? null : await standardiseOutside(db, sample, params.basis);
  const basis = outside === null ? null : (params.basis?.basis ?? null);
  const ids = [...new Set(judgments.flatMap(({ firstId, secondId }) => [firstId, secondId]))];
  return {
    basis,
    groups: [...(outside?.groups ?? []), ...textGroups],
    standardiser: outside === null ? text : joinStandardisers(outside.standardiser, text),
    strengthLevels,
    input: await loadModelInput(db, { completionIds: ids, basis }),
    rowOf: new Map(ids.map((id, row) => [id, row])),
  };
}

/** Null when not one completion of the sample has outside columns. */
async function standardiseOutside(
  db: Database,
  sample: readonly number[],
  { basis, isLogit }: ScoreBasis,
): Promise<{ standardiser: Standardiser; groups: readonly FeatureGroup[] } | null> {
  const { features, isMissing } = await loadOutside(db, sample, basis);
  const { width, values } = features;
  const known = [...isMissing.keys()].filter((row) => isMissing[row] === 0);
  if (known.length === 0) return null;
  const rows = new Float64Array(known.length * width);
  known.forEach((row, at) => {
    rows.set(values.subarray(row * width, (row + 1) * width), at * width);
  });
  const standardiser = fitOutsideStandardiser({ width, values: rows });
  return {
    standardiser,
    groups: outsideGroups(basis, { isLogit, spread: standardiser.scales[0] }),
  };
}

/** The fit's view of some judgments of a lesson, all annotators counting alike. */
export function toFitInput(
  lesson: Lesson,
  judgments: readonly LearningJudgment[],
): RewardModelInput {
  const { input, rowOf, groups, standardiser, strengthLevels } = lesson;
  const rows = (side: "firstId" | "secondId") =>
    Uint32Array.from(judgments, (judgment) => rowOf.get(judgment[side]) ?? 0);
  return {
    features: input.features,
    pairs: { first: rows("firstId"), second: rows("secondId") },
    outcomes: Float64Array.from(judgments, outcomeOf),
    strengths: Uint8Array.from(judgments, (judgment) => strengthOf(judgment, strengthLevels)),
    weights: Float64Array.from(judgments, shareOf),
    standardiser,
    groups,
    featureVersion,
    strengthLevels,
  };
}

/**
 * How much a judgment counts before it is known how far its annotator can be relied on. An order of k
 * responses makes k(k − 1)/2 judgments out of k − 1 comparisons, so each counts 2/k.
 */
export function shareOf({ rankedResponses }: Pick<LearningJudgment, "rankedResponses">): number {
  return rankedResponses === null ? 1 : 2 / rankedResponses;
}

/** Both-bad says nothing about which is better, so it counts like a tie. */
export function outcomeOf({ verdict }: Pick<LearningJudgment, "verdict">): number {
  if (verdict === "first") return 1;
  return verdict === "second" ? 0 : 0.5;
}

/** A strength on another scale than today's form has cannot be compared, and only the side is left. */
export function strengthOf(
  { strength, strengthLevels }: Pick<LearningJudgment, "strength" | "strengthLevels">,
  levels: number,
): number {
  if (strength === null || strength > levels) return 0;
  return strengthLevels === null || strengthLevels === levels ? strength : 0;
}
