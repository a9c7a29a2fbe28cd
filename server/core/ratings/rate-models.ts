import { normalQuantile } from "#server/core/numerics/normal.ts";
import { type BradleyTerryFit, fitBradleyTerry } from "./bradley-terry.ts";
import { findComparisonGroups } from "./components.ts";
import { sandwichCovariance } from "./covariance.ts";
import { ELO_CENTRE, ELO_PER_NAT, toElo } from "./elo.ts";
import { type PairTable, requirePairTable } from "./pair-table.ts";
import { rankByIntervals } from "./ranks.ts";

export type RatingOptions = {
  /** Coverage of each interval, strictly between 0 and 1. */
  readonly confidence?: number;
  /** The Elo rating shown for the average model of a group. */
  readonly centre?: number;
  /** Judgments added per compared pair of a group that has no finite fit otherwise. */
  readonly pseudoJudgments?: number;
};

/** Ratings of models that are linked by judgments; arrays are parallel to `models`. */
type RatedGroup = {
  /** `regularised` when some models never lost to, or never beat, the others of the group. */
  readonly kind: "maximum-likelihood" | "regularised";
  /** Model indices in increasing order. */
  readonly models: Int32Array;
  /**
   * The models that have beaten and been beaten by each other, directly or through others. With
   * more than one entry, distances between entries come from the regularisation, not from data.
   */
  readonly components: readonly (readonly number[])[];
  /** θ in nats, summing to zero over the group. */
  readonly strengths: Float64Array;
  /** Sandwich covariance of the strengths in nats², row-major. */
  readonly covariance: Float64Array;
  /** Elo points. */
  readonly ratings: Float64Array;
  readonly standardErrors: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Ranks within the group that the intervals leave open, 1 for the strongest. */
  readonly bestRank: Int32Array;
  readonly worstRank: Int32Array;
};

export type ModelRatings = {
  /** Groups by least model index; ratings of different groups cannot be compared. */
  readonly groups: readonly RatedGroup[];
  /** Models without a rating: no judgments, or counts too extreme to fit. */
  readonly unrated: Int32Array;
};

/**
 * A leaderboard from any pair table: half-win Bradley–Terry ratings on the Elo scale with sandwich
 * intervals, for each group of models that judgments link together.
 *
 * Nothing is left undefined. A group in which one side always won has no finite maximum-likelihood
 * fit and is regularised by pseudo-judgments on its compared pairs; a model without judgments is
 * listed as unrated; models in different groups are never put on one scale.
 *
 * @param table judgments per pair of models.
 * @param options confidence 0.95, centre 1000 and one pseudo-judgment when left out.
 * @throws RangeError when the table or an option is not valid.
 * Source: Chiang et al. 2024, https://arxiv.org/abs/2403.04132; Ford 1957, https://doi.org/10.2307/2308513
 */
export function rateModels(
  table: PairTable,
  { confidence = 0.95, centre = ELO_CENTRE, pseudoJudgments = 1 }: RatingOptions = {},
): ModelRatings {
  requirePairTable(table);
  if (!(pseudoJudgments > 0)) throw new RangeError("pseudoJudgments must be positive");
  const z = normalQuantile((1 + confidence) / 2);
  const groups: RatedGroup[] = [];
  const unrated: number[] = [];
  for (const models of findComparisonGroups(table)) {
    const rated = models.length > 1 ? fitGroup(table, { models, pseudoJudgments }) : null;
    if (rated === null) unrated.push(...models);
    else groups.push(describeGroup(rated, { models, z, centre }));
  }
  return { groups, unrated: Int32Array.from(unrated.sort((a, b) => a - b)) };
}

type FittedGroup = {
  readonly fit: BradleyTerryFit;
  readonly covariance: Float64Array;
  readonly components: readonly (readonly number[])[];
};

function fitGroup(
  table: PairTable,
  { models, pseudoJudgments }: { models: readonly number[]; pseudoJudgments: number },
): FittedGroup | null {
  const part = selectModels(table, models);
  const exact = fitBradleyTerry(part);
  if (exact.kind === "fitted") return withCovariance(part, exact, [models]);
  const fit = fitBradleyTerry(part, { pseudoJudgments });
  if (fit.kind !== "fitted") return null;
  const local = exact.kind === "disconnected" ? exact.components : [models.map((_, at) => at)];
  const components = local.map((members) => members.map((at) => models[at]));
  return withCovariance(part, fit, components);
}

function withCovariance(
  table: PairTable,
  fit: BradleyTerryFit,
  components: readonly (readonly number[])[],
): FittedGroup {
  return { fit, covariance: sandwichCovariance(table, fit), components };
}

/** The rows between the given models, which are renumbered in the order given. */
function selectModels(table: PairTable, models: readonly number[]): PairTable {
  if (models.length === table.modelCount) return table;
  const position = new Int32Array(table.modelCount).fill(-1);
  for (const [at, model] of models.entries()) position[model] = at;
  const isKept = (row: number): boolean =>
    position[table.first[row]] >= 0 && position[table.second[row]] >= 0;
  const rows = Int32Array.from(table.first.keys()).filter(isKept);
  const pick = (counts: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => counts[row]);
  return {
    modelCount: models.length,
    first: rows.map((row) => position[table.first[row]]),
    second: rows.map((row) => position[table.second[row]]),
    wins: pick(table.wins),
    losses: pick(table.losses),
    ties: pick(table.ties),
    ...(table.weight === undefined ? {} : { weight: pick(table.weight) }),
  };
}

function describeGroup(
  { fit, covariance, components }: FittedGroup,
  { models, z, centre }: { models: readonly number[]; z: number; centre: number },
): RatedGroup {
  const size = models.length;
  const ratings = fit.strengths.map((strength) => toElo(strength, centre));
  const standardErrors = fit.strengths.map(
    (_, at) => ELO_PER_NAT * Math.sqrt(Math.max(0, covariance[at * size + at])),
  );
  const lower = ratings.map((rating, at) => rating - z * standardErrors[at]);
  const upper = ratings.map((rating, at) => rating + z * standardErrors[at]);
  const { best, worst } = rankByIntervals(lower, upper);
  return {
    kind: fit.pseudoJudgments === 0 ? "maximum-likelihood" : "regularised",
    models: Int32Array.from(models),
    components,
    strengths: fit.strengths,
    covariance,
    ratings,
    standardErrors,
    lower,
    upper,
    bestRank: best,
    worstRank: worst,
  };
}
