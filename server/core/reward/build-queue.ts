import type { Random } from "#server/core/numerics/random.ts";
import { takeLargest } from "#server/core/selection/sample-pairs.ts";

export type QueueInput = {
  /** One per pair, ≥ 0, from a policy. */
  readonly scores: Float64Array;
  /** Prompt of each pair, an index into `labelledFractions`. */
  readonly prompts: Uint32Array;
  /** Share of its judgments each prompt already has, 0…1. */
  readonly labelledFractions: Float64Array;
  /** Pairs that will be served before the queue is built anew. */
  readonly batch: number;
};

/** How sharply a queue follows the scores. */
export type QueueOptions = {
  /** β: the weight of a pair is score^β. 0 is uniform, large is greedy. */
  readonly sharpness: number;
  /** Prompts are taken until they hold this many pairs per place in the batch … */
  readonly pairsPerPlace: number;
  /** … and until there are this many prompts per place, as each prompt gives one pair. */
  readonly promptsPerPlace: number;
};

/** The options that the benchmark in docs/active-learning.md found best. */
export const queueDefaults: QueueOptions = { sharpness: 2, pairsPerPlace: 8, promptsPerPlace: 1 };

/**
 * Pairs in the order in which they are to be served, at most one per prompt. Entries are parallel.
 *
 * Taking the largest key first serves, of the entries still eligible, the pair i with probability
 * wᵢ / Σ W over those entries, W being the weight of the entry's whole prompt: the prompt is drawn in
 * proportion to W, and the pair had been drawn within it with probability wᵢ/W. This is exact while
 * entries leave for reasons that do not depend on keys and stay away. An entry that one annotator
 * must pass over and the next may take has a key that is larger than it should be by then; its
 * propensity is stated slightly too low until the queue is built anew.
 */
export type Queue = {
  /** Indices into the scores. */
  readonly pairs: Uint32Array;
  /** log W + Gumbel noise, decreasing. */
  readonly keys: Float64Array;
  /** wᵢ of the queued pair. */
  readonly weights: Float64Array;
  /** W, the sum of the weights of all pairs of its prompt. */
  readonly promptWeights: Float64Array;
};

/** A score counts at least this share of the best one, so that no pair is ever impossible. */
const scoreShareMin = 1e-4;

/**
 * Builds a queue. Candidates are the prompts with the smallest labelled fraction, ties in random
 * order; of each, one pair is drawn with probability wᵢ/W and queued under the key log W + Gumbel
 * (the largest of log wᵢ + Gumbelᵢ within the prompt has both properties at once).
 *
 * @throws RangeError when lengths disagree, a score is negative or not finite, a prompt is unknown
 *   or an option is out of range
 * @see Kool et al. 2019, https://arxiv.org/abs/1903.06059 (Gumbel-top-k sampling)
 */
export function buildQueue(input: QueueInput, random: Random, options = queueDefaults): Queue {
  assertInput(input, options);
  const isCandidate = chooseCandidatePrompts(input, random, options);
  const best = bestCandidateScore(input, isCandidate);
  const prompts = input.labelledFractions.length;
  const keys = new Float64Array(prompts).fill(Number.NEGATIVE_INFINITY);
  const chosen = new Uint32Array(prompts);
  const chosenWeights = new Float64Array(prompts);
  const promptWeights = new Float64Array(prompts);
  for (let pair = 0; pair < input.scores.length; pair++) {
    const prompt = input.prompts[pair];
    if (isCandidate[prompt] === 0) continue;
    // Weights are relative to the best score; only their ratios within one queue have a meaning.
    const share = best > 0 ? input.scores[pair] / best : 1;
    const weight = Math.max(scoreShareMin, share) ** options.sharpness;
    const key = Math.log(weight) + random.gumbel();
    promptWeights[prompt] += weight;
    if (key <= keys[prompt]) continue;
    keys[prompt] = key;
    chosen[prompt] = pair;
    chosenWeights[prompt] = weight;
  }
  const queued = keys.reduce((count, key) => count + (key > Number.NEGATIVE_INFINITY ? 1 : 0), 0);
  const order = takeLargest(keys, queued);
  return {
    pairs: Uint32Array.from(order, (prompt) => chosen[prompt]),
    keys: Float64Array.from(order, (prompt) => keys[prompt]),
    weights: Float64Array.from(order, (prompt) => chosenWeights[prompt]),
    promptWeights: Float64Array.from(order, (prompt) => promptWeights[prompt]),
  };
}

/**
 * The probability with which the entry at a position is served next, given which entries are still
 * eligible: wᵢ / Σ W.
 *
 * @param isEligible whether an entry could be served; it must hold for the position itself
 * @throws RangeError when the position is not eligible
 */
export function servePropensity(
  queue: Queue,
  position: number,
  isEligible: (position: number) => boolean,
): number {
  if (!isEligible(position)) throw new RangeError(`Entry ${position} is not eligible.`);
  let total = 0;
  for (let entry = 0; entry < queue.pairs.length; entry++) {
    if (isEligible(entry)) total += queue.promptWeights[entry];
  }
  return queue.weights[position] / total;
}

/**
 * Marks with 1 the prompts that a queue draws from: the smallest labelled fractions, ties in random
 * order, until they hold enough pairs and are enough themselves. Scoring can be confined to them.
 */
export function chooseCandidatePrompts(
  input: Omit<QueueInput, "scores">,
  random: Random,
  options = queueDefaults,
): Uint8Array {
  const { labelledFractions, prompts, batch } = input;
  const pairCounts = new Uint32Array(labelledFractions.length);
  for (const prompt of prompts) pairCounts[prompt] += 1;
  const shuffled = random.shuffled(Array.from(labelledFractions.keys()));
  const order = shuffled.sort((a, b) => labelledFractions[a] - labelledFractions[b]);
  const isCandidate = new Uint8Array(labelledFractions.length);
  let pairsLeft = batch * options.pairsPerPlace;
  let promptsLeft = batch * options.promptsPerPlace;
  for (const prompt of order) {
    if (pairCounts[prompt] === 0) continue;
    if (pairsLeft <= 0 && promptsLeft <= 0) break;
    isCandidate[prompt] = 1;
    pairsLeft -= pairCounts[prompt];
    promptsLeft -= 1;
  }
  return isCandidate;
}

function bestCandidateScore({ scores, prompts }: QueueInput, isCandidate: Uint8Array): number {
  let best = 0;
  for (let pair = 0; pair < scores.length; pair++) {
    if (isCandidate[prompts[pair]] === 1 && scores[pair] > best) best = scores[pair];
  }
  return best;
}

function assertInput(input: QueueInput, options: QueueOptions): void {
  const { scores, prompts, labelledFractions, batch } = input;
  if (prompts.length !== scores.length)
    throw new RangeError("Each pair needs a score and a prompt.");
  if (!(Number.isInteger(batch) && batch > 0)) throw new RangeError(`The batch is ${batch}.`);
  for (const value of Object.values(options)) {
    if (!(value >= 0 && value < Infinity)) throw new RangeError(`A queue option is ${value}.`);
  }
  for (let pair = 0; pair < scores.length; pair++) {
    if (!(scores[pair] >= 0 && scores[pair] < Infinity)) {
      throw new RangeError(`The score of pair ${pair} is ${scores[pair]}.`);
    }
    if (!(prompts[pair] < labelledFractions.length)) {
      throw new RangeError(`Pair ${pair} belongs to no prompt.`);
    }
  }
}
