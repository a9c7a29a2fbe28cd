import { pairMargins } from "#server/core/selection/margins.ts";
import { scoreDOptimal, scoreRankFlip } from "#server/core/selection/pair-scores.ts";
import { lookUpDoubts } from "./doubt-table.ts";
import { scoreExpectedAccuracy } from "./expected-accuracy.ts";
import type { PolicyInput } from "./policy-input.ts";

/** How much worth judging each pair is: one score per pair, ≥ 0, comparable within one call. */
export type Policy = (input: PolicyInput) => Float64Array;

/** Every policy by its name. */
export const policies = {
  /** Every pair alike. */
  uniform: ({ margins }) => new Float64Array(margins.means.length).fill(1),
  /** All doubt about the next judgment; on real text half of it is noise between judges. */
  entropy: ({ margins }) => lookUpDoubts(margins).entropies,
  /** Doubt that judgments can remove; on real text drawn to outliers the features describe badly. */
  bald: ({ margins }) => lookUpDoubts(margins).mutualInformation,
  /** Both kinds of doubt, with the outliers capped: the default. */
  capped: scoreCapped,
  /** Shrinks the volume of the belief the most. */
  "d-optimal": ({ margins }) => scoreDOptimal(margins),
  /** Looks ahead: expected gain in the share of reference pairs that are ordered rightly. */
  "expected-accuracy": scoreExpectedAccuracy,
  /** Optimistic size of the gap (like DeltaUCB): pairs whose answer will teach a clear difference. */
  "large-gap": scoreLargeGap,
  /** For leaderboards: pairs of models whose order one more judgment is likeliest to settle. */
  "rank-flip": scoreModelRanking,
} as const satisfies Record<string, Policy>;

export type PolicyName = keyof typeof policies;

/** What the benchmark in docs/active-learning.md chose, by the rule stated there. */
export const defaultPolicy = "capped" satisfies PolicyName;

/**
 * Judgments served uniformly before the first model may choose. A model of fewer knows little but
 * its priors, and what it asks for are the outliers of the features.
 */
export const warmupJudgments = 64;

/** The policy that can be used: the default while there is no ranking that `rank-flip` could go by. */
export function usablePolicy(name: PolicyName, { ranking }: Pick<PolicyInput, "ranking">) {
  const isBlind = name === "rank-flip" && (ranking === undefined || ranking === null);
  return isBlind ? defaultPolicy : name;
}

/** Mutual information beyond this quantile counts as this quantile. */
const informationCap = 0.8;

/** Standard deviations of optimism in the large-gap policy. */
const optimism = 1;

/** (H(p̄)/ln 2)^8 · min(BALD, its 80 % quantile): near ½ counts, and falls off steeply. */
function scoreCapped({ margins }: PolicyInput): Float64Array {
  const { entropies, mutualInformation } = lookUpDoubts(margins);
  const cap = quantileOf(mutualInformation, informationCap);
  return entropies.map((entropy, pair) => {
    // Squared three times: a power that the engine does not know to be whole takes ten times as long.
    const squared = (entropy / Math.LN2) ** 2;
    const fourth = squared * squared;
    return fourth * fourth * Math.min(mutualInformation[pair], cap);
  });
}

/** |mean| + deviation, the upper end of what the gap may be. */
function scoreLargeGap({ margins: { means, variances } }: PolicyInput): Float64Array {
  return means.map((mean, pair) => Math.abs(mean) + optimism * Math.sqrt(variances[pair]));
}

/**
 * Rank-flip scores of the models that wrote the two completions. The texts play no part, so all
 * pairs of the same two models score alike and chance decides between them; two completions of one
 * model score 0.
 *
 * @throws RangeError without a ranking, or when it does not know the model of a completion
 */
function scoreModelRanking({ pairs, ranking }: PolicyInput): Float64Array {
  if (ranking === undefined || ranking === null) {
    throw new RangeError("Ranking models needs a belief about their strengths.");
  }
  const modelsOf = (side: Uint32Array) =>
    Array.from(side, (completion) => ranking.models[completion]);
  const models = { first: modelsOf(pairs.first), second: modelsOf(pairs.second) };
  return scoreRankFlip(pairMargins(models, ranking.strengths, ranking.covariance));
}

/** Quantile of a large pool, from at most 4,096 evenly spaced entries. */
function quantileOf(values: Float64Array, share: number): number {
  if (values.length === 0) return 0;
  const stride = Math.max(1, Math.floor(values.length / 4096));
  const sample = Float64Array.from(
    { length: Math.ceil(values.length / stride) },
    (_, k) => values[k * stride],
  );
  sample.sort();
  return sample[Math.floor(share * (sample.length - 1))];
}
