import type { Evaluation } from "#server/core/numerics/maximise-concave.ts";
import { requireModelCount, requireSameLength } from "./pair-table.ts";

/** Rankings stored one after the other. */
export type Rankings = {
  readonly modelCount: number;
  /** Ranking r holds entries offsets[r]…offsets[r + 1]−1; one more entry than rankings. */
  readonly offsets: Int32Array;
  /** Model indices, best first; no model twice in a ranking. */
  readonly models: Int32Array;
  /** How many alike rankings each stands for; 1 when left out. */
  readonly weight?: Float64Array;
  /** How many leading places are ordered; the rest share the last place. All when left out. */
  readonly orderedCount?: Int32Array;
};

/**
 * Checks that rankings are well formed.
 *
 * @throws RangeError naming the first fault.
 */
export function requireRankings({
  modelCount,
  offsets,
  models,
  weight,
  orderedCount,
}: Rankings): void {
  requireModelCount(modelCount);
  if (offsets.length === 0 || offsets[0] !== 0 || offsets[offsets.length - 1] !== models.length) {
    throw new RangeError("offsets must run from 0 to the number of entries");
  }
  const count = offsets.length - 1;
  const flags = new Int32Array(count);
  requireSameLength(count, [weight ?? flags, orderedCount ?? flags]);
  const seenIn = new Int32Array(modelCount).fill(-1);
  for (let ranking = 0; ranking < count; ranking++) {
    if (offsets[ranking + 1] < offsets[ranking]) throw new RangeError("offsets must not fall");
    for (let at = offsets[ranking]; at < offsets[ranking + 1]; at++) {
      const model = models[at];
      if (!(model >= 0 && model < modelCount) || seenIn[model] === ranking) {
        throw new RangeError(`ranking ${ranking} lists model ${model} twice or out of range`);
      }
      seenIn[model] = ranking;
    }
    if (orderedCount !== undefined && orderedCount[ranking] < 0) {
      throw new RangeError(`ranking ${ranking} orders ${orderedCount[ranking]} places`);
    }
    if (
      weight !== undefined &&
      !(weight[ranking] > 0 && weight[ranking] < Number.POSITIVE_INFINITY)
    ) {
      throw new RangeError(`ranking ${ranking} has weight ${weight[ranking]}`);
    }
  }
}

/**
 * Penalised Plackett–Luce log-likelihood, gradient and information at any strengths, O(m²) for a
 * ranking of m models. A constant in every entry of the information pins the sum of strengths.
 *
 * @param rankings valid rankings.
 * @param at strengths in nats and the ridge.
 */
export function evaluateRankings(
  rankings: Rankings,
  { strengths, ridge }: { strengths: Float64Array; ridge: number },
): Evaluation {
  const { modelCount } = rankings;
  const gradient = new Float64Array(modelCount);
  const information = new Float64Array(modelCount * modelCount);
  let value = 0;
  visitRankings(
    rankings,
    strengths,
    ({ models, weight, logLikelihood, scores, worths, squares }) => {
      value += weight * logLikelihood;
      for (let i = 0; i < models.length; i++) {
        const row = models[i] * modelCount;
        gradient[models[i]] += weight * scores[i].score;
        information[row + models[i]] += weight * scores[i].expected;
        for (let k = 0; k < models.length; k++) {
          const shared = squares[Math.min(i, k)];
          information[row + models[k]] -= weight * worths[i] * worths[k] * shared;
        }
      }
    },
  );
  let curvature = 0;
  for (let model = 0; model < modelCount; model++) {
    curvature += information[model * modelCount + model];
    value -= 0.5 * ridge * strengths[model] ** 2;
    gradient[model] -= ridge * strengths[model];
    information[model * modelCount + model] += ridge;
  }
  const pin = (curvature + ridge) / (modelCount * modelCount);
  for (let at = 0; at < information.length; at++) information[at] += pin;
  return { value, gradient, information };
}

/** Σ of squared scores, one unit per ranking that a row stands for. */
export function rankingMoments(rankings: Rankings, strengths: Float64Array): Float64Array {
  const { modelCount } = rankings;
  const moments = new Float64Array(modelCount * modelCount);
  visitRankings(rankings, strengths, ({ models, weight, scores }) => {
    for (let i = 0; i < models.length; i++) {
      for (let k = 0; k < models.length; k++) {
        moments[models[i] * modelCount + models[k]] += weight * scores[i].score * scores[k].score;
      }
    }
  });
  return moments;
}

type RankingTerms = {
  readonly models: Int32Array;
  readonly weight: number;
  readonly logLikelihood: number;
  /** Per place: chosen minus expected choices, and the expected number of choices. */
  readonly scores: readonly { readonly score: number; readonly expected: number }[];
  /** e^θ relative to the largest of the ranking. */
  readonly worths: Float64Array;
  /** Σ over the choices up to a place of 1/(total worth)². */
  readonly squares: Float64Array;
};

function visitRankings(
  { offsets, models, weight, orderedCount }: Rankings,
  strengths: Float64Array,
  accept: (terms: RankingTerms) => void,
): void {
  for (let ranking = 0; ranking + 1 < offsets.length; ranking++) {
    const listed = models.subarray(offsets[ranking], offsets[ranking + 1]);
    const ordered = Math.min(orderedCount?.[ranking] ?? listed.length, listed.length - 1);
    if (ordered <= 0) continue;
    accept(rankingTerms(listed, { strengths, ordered, weight: weight?.[ranking] ?? 1 }));
  }
}

function rankingTerms(
  models: Int32Array,
  { strengths, ordered, weight }: { strengths: Float64Array; ordered: number; weight: number },
): RankingTerms {
  const size = models.length;
  let largest = Number.NEGATIVE_INFINITY;
  for (const model of models) largest = Math.max(largest, strengths[model]);
  const worths = Float64Array.from(models, (model) => Math.exp(strengths[model] - largest));
  const remaining = new Float64Array(size);
  for (let i = size - 1, sum = 0; i >= 0; i--) remaining[i] = sum += worths[i];
  const squares = new Float64Array(size);
  let logLikelihood = 0;
  let inverse = 0;
  let square = 0;
  const scores = Array.from(models, (model, i) => {
    if (i < ordered) {
      inverse += 1 / remaining[i];
      square += 1 / remaining[i] ** 2;
      logLikelihood += strengths[model] - largest - Math.log(remaining[i]);
    }
    squares[i] = square;
    const expected = worths[i] * inverse;
    return { score: (i < ordered ? 1 : 0) - expected, expected };
  });
  return { models, weight, logLikelihood, scores, worths, squares };
}
