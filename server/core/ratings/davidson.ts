import { logSumExp } from "#server/core/numerics/logistic.ts";
import {
  fitMarginModel,
  type GradeTerms,
  type MarginFit,
  type MarginModel,
  type MarginResult,
} from "./fit-margin-model.ts";
import { gradeOutcomes } from "./graded-table.ts";
import type { PairTable } from "./pair-table.ts";

/** Chances of the three outcomes; they sum to one. */
export type OutcomeChances = {
  readonly first: number;
  readonly tie: number;
  readonly second: number;
};

type TieModelFit = MarginFit & {
  /** The tie parameter on the scale of its paper: ν of Davidson, e^η of Rao and Kupper. */
  readonly tieParameter: number;
};

export type TieModelResult =
  | TieModelFit
  | Exclude<MarginResult, MarginFit>
  /** Without a tie the estimate is the model's edge, plain Bradley–Terry. */
  | { readonly kind: "no-ties" }
  /** Without a decisive judgment the tie parameter is infinite. */
  | { readonly kind: "all-ties" };

/**
 * Davidson's model of pairwise comparison with ties, by maximum likelihood:
 * P(first) : P(second) : P(tie) = π₁ : π₂ : ν√(π₁π₂) with π = e^θ.
 *
 * Shape holds ln ν. Use its probabilities where half-win Bradley–Terry would compress the scale.
 *
 * @param table judgments per pair of models.
 * @throws RangeError when the table is not valid.
 * Source: Davidson 1970, https://doi.org/10.1080/01621459.1970.10481082
 */
export function fitDavidson(table: PairTable): TieModelResult {
  const faults = findTieFaults(table);
  if (faults !== null) return faults;
  const result = fitMarginModel(davidsonModel, gradeOutcomes(table), [0]);
  if (result.kind !== "fitted") return result;
  return { ...result, tieParameter: Math.exp(result.shape[0]) };
}

/**
 * The three chances of Davidson's model.
 *
 * @param margin θ_first − θ_second in nats.
 * @param tieParameter ν, not negative.
 * @throws RangeError when ν is negative or a value is not finite.
 * Source: Davidson 1970, https://doi.org/10.1080/01621459.1970.10481082
 */
export function davidsonChances(margin: number, tieParameter: number): OutcomeChances {
  if (!(Number.isFinite(margin) && tieParameter >= 0 && Number.isFinite(tieParameter))) {
    throw new RangeError(`no chances for margin ${margin} and tie parameter ${tieParameter}`);
  }
  const total = logSumExp([margin / 2, -margin / 2, Math.log(tieParameter)]);
  return {
    first: Math.exp(margin / 2 - total),
    tie: tieParameter * Math.exp(-total),
    second: Math.exp(-margin / 2 - total),
  };
}

/** What keeps a tie parameter from having a finite estimate. */
export function findTieFaults({
  wins,
  losses,
  ties,
}: PairTable): { kind: "no-judgments" | "no-ties" | "all-ties" } | null {
  const isPresent = (count: number): boolean => count > 0;
  const hasTies = ties.some(isPresent);
  const isDecisive = wins.some(isPresent) || losses.some(isPresent);
  if (!hasTies && !isDecisive) return { kind: "no-judgments" };
  if (!hasTies) return { kind: "no-ties" };
  return isDecisive ? null : { kind: "all-ties" };
}

/** The logits of second, tie and first are −d/2, ln ν and d/2: a multinomial in (d, ln ν). */
export const davidsonModel: MarginModel = {
  shapeCount: 1,
  grade(grade: number, margin: number, shape: Float64Array): GradeTerms {
    const logTie = shape[0];
    const logits = [-margin / 2, logTie, margin / 2];
    const total = logSumExp(logits);
    const second = Math.exp(logits[0] - total);
    const tie = Math.exp(logits[1] - total);
    const first = Math.exp(logits[2] - total);
    const decisive = first + second;
    const cross = (tie * (second - first)) / 2;
    // Every difference from one is written as the sum of the other chances, so that the slope of
    // separated data does not vanish before its curvature does.
    const slopes = [-first - tie / 2, (second - first) / 2, second + tie / 2];
    return {
      logProbability: logits[grade] - total,
      gradient: [slopes[grade], grade === 1 ? decisive : -tie],
      information: [(decisive * tie) / 4 + first * second, cross, cross, tie * decisive],
    };
  },
};
