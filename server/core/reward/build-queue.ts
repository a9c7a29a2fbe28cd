import type { Random } from "#server/core/numerics/random.ts";
import type { MarginPredictions } from "#server/core/selection/predict-margins.ts";

const entropyPower = 8;
const informationCapQuantile = 0.8;
const sharpness = 2;
/** Keeps every candidate possible: a propensity of zero can never be corrected afterwards. */
const weightFloor = 1e-6;

/** One queued pair per prompt; arrays are parallel. */
export type Queue = {
  readonly pairs: Uint32Array;
  readonly keys: Float64Array;
  readonly weights: Float64Array;
  readonly promptWeights: Float64Array;
};

export function buildQueue(
  predictions: MarginPredictions,
  promptOfPair: Uint32Array,
  random: Random,
): Queue {
  const weights = scoreWeights(predictions);
  const best = new Map<number, { pair: number; key: number; total: number }>();
  for (let pair = 0; pair < weights.length; pair += 1) {
    const key = Math.log(weights[pair]) + random.gumbel();
    const held = best.get(promptOfPair[pair]) ?? { pair, key: Number.NEGATIVE_INFINITY, total: 0 };
    const total = held.total + weights[pair];
    best.set(promptOfPair[pair], key > held.key ? { pair, key, total } : { ...held, total });
  }
  const entries = [...best.values()].toSorted((a, b) => b.key - a.key);
  return {
    pairs: Uint32Array.from(entries, (entry) => entry.pair),
    keys: Float64Array.from(entries, (entry) => entry.key),
    weights: Float64Array.from(entries, (entry) => weights[entry.pair]),
    promptWeights: Float64Array.from(entries, (entry) => entry.total),
  };
}

function scoreWeights({ entropies, mutualInformation }: MarginPredictions): Float64Array {
  if (entropies.length === 0) return new Float64Array(0);
  const sorted = Float64Array.from(mutualInformation).sort();
  const cap = sorted[Math.floor(informationCapQuantile * (sorted.length - 1))];
  const scores = entropies.map(
    (entropy, pair) =>
      (entropy / Math.LN2) ** entropyPower * Math.min(mutualInformation[pair], cap),
  );
  const top = scores.reduce((largest, score) => Math.max(largest, score), 0);
  if (top === 0) return scores.fill(1);
  return scores.map((score) => Math.max(weightFloor, (score / top) ** sharpness));
}
