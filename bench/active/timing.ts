import { createRandom } from "#server/core/numerics/random.ts";
import { buildQueue } from "#server/core/reward/build-queue.ts";
import type { FeatureMatrix } from "#server/core/reward/feature-matrix.ts";
import { extractProfiled, featureVersion, textGroups } from "#server/core/reward/features.ts";
import { fitRewardModel } from "#server/core/reward/fit-reward-model.ts";
import { defaultPolicy, policies } from "#server/core/reward/policies.ts";
import {
  pairRewardMargins,
  predictPrepared,
  prepareRewardModel,
} from "#server/core/reward/predict-reward.ts";
import { profilePrompt } from "#server/core/reward/prompt-profile.ts";
import type { RewardModel } from "#server/core/reward/reward-model.ts";
import { fitStandardiser } from "#server/core/reward/standardiser.ts";
import type { DataSet } from "./data-sets.ts";

export type FitTiming = {
  readonly judgments: number;
  readonly seconds: number;
  /** As in {@link RankTiming}. */
  readonly processorSeconds: number;
  readonly megabytes: number;
};
export type RankTiming = {
  readonly pairs: number;
  readonly completionsPerPrompt: number;
  readonly scoreSeconds: number;
  readonly policySeconds: number;
  readonly selectSeconds: number;
  /** Processor time of the whole process, garbage collection included: other work adds less to it. */
  readonly processorSeconds: number;
  readonly megabytes: number;
};

/** Fits on real pairs; the best of three runs, as other work on the machine only ever adds time. */
export function timeFits(dataSet: DataSet): { timings: FitTiming[]; model: RewardModel } {
  const random = createRandom(1);
  const order = random.shuffled(Array.from(dataSet.first.keys()));
  const standardiser = fitStandardiser(dataSet.features);
  const timings: FitTiming[] = [];
  let model: RewardModel | null = null;
  for (const judgments of [500, 1000, 2000, 5000]) {
    const drawn = order.subarray(0, judgments);
    const input = {
      features: dataSet.features,
      pairs: {
        first: drawn.map((pair) => dataSet.first[pair]),
        second: drawn.map((pair) => dataSet.second[pair]),
      },
      outcomes: Float64Array.from(drawn, (pair) => (dataSet.margin[pair] > 0 ? 1 : 0)),
      strengths: new Uint8Array(judgments),
      weights: new Float64Array(judgments).fill(1),
      standardiser,
      groups: textGroups,
      featureVersion,
      strengthLevels: 1,
    };
    const best = bestOf(3, () => {
      model = fitRewardModel(input);
    });
    timings.push({ judgments, ...best });
  }
  if (model === null) throw new RangeError("Nothing was fitted.");
  return { timings, model };
}

/** Completions whose features are extracted per second, of real answers. */
export function timeExtraction(
  prompts: readonly { prompt: string; texts: readonly string[] }[],
): number {
  const pass = () => {
    const start = performance.now();
    let count = 0;
    for (const { prompt, texts } of prompts) {
      const profile = profilePrompt([{ role: "user", content: prompt }]);
      for (const text of texts) extractProfiled(profile, text);
      count += texts.length;
    }
    return (1000 * count) / (performance.now() - start);
  };
  return Math.max(pass(), pass(), pass());
}

/** Rows scored at once; whole prompts, so that slices need not know of each other. */
const sliceRows = 2_400;

type PoolShape = { readonly pairs: number; readonly completionsPerPrompt: number };

/** Scores and ranks a pool of a given size, made of real features; the best of three runs. */
export function timeRanking(
  model: RewardModel,
  features: FeatureMatrix,
  shape: PoolShape,
): RankTiming {
  const runs = [1, 2, 3].map(() => rankOnce(model, features, shape));
  const [best] = runs.toSorted((a, b) => secondsOf(a) - secondsOf(b));
  return { ...best, megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)) };
}

/** Seconds of all steps together. */
export function secondsOf(timing: RankTiming): number {
  return timing.scoreSeconds + timing.policySeconds + timing.selectSeconds;
}

/** The pool is scored in slices of whole prompts, so memory does not grow with the features. */
function rankOnce(
  model: RewardModel,
  features: FeatureMatrix,
  { pairs, completionsPerPrompt }: PoolShape,
): RankTiming {
  const perPrompt = (completionsPerPrompt * (completionsPerPrompt - 1)) / 2;
  const prompts = Math.ceil(pairs / perPrompt);
  const margins = {
    means: new Float64Array(prompts * perPrompt),
    variances: new Float64Array(prompts * perPrompt),
  };
  const { width } = features;
  const promptsPerSlice = sliceRows / completionsPerPrompt;
  const promptOfPair = Uint32Array.from(margins.means, (_, pair) => Math.floor(pair / perPrompt));
  let peak = memory();
  const before = process.cpuUsage();
  const start = performance.now();
  const prepared = prepareRewardModel(model);
  let last = predictPrepared(prepared, { width, values: features.values.subarray(0, width) });
  for (let prompt = 0; prompt < prompts; prompt += promptsPerSlice) {
    const count = Math.min(promptsPerSlice, prompts - prompt);
    const values = features.values.subarray(0, count * completionsPerPrompt * width);
    last = predictPrepared(prepared, { width, values });
    const found = pairRewardMargins(last, listPairs(count, completionsPerPrompt));
    margins.means.set(found.means, prompt * perPrompt);
    margins.variances.set(found.variances, prompt * perPrompt);
    peak = Math.max(peak, memory());
  }
  const scored = performance.now();
  const none = { first: new Uint32Array(0), second: new Uint32Array(0) };
  const scores = policies[defaultPolicy]({
    margins,
    rewards: last,
    pairs: none,
    reference: new Uint32Array(0),
  });
  const judged = performance.now();
  const queue = buildQueue(
    {
      scores,
      prompts: promptOfPair,
      labelledFractions: new Float64Array(prompts),
      batch: 512,
    },
    createRandom(1),
  );
  const end = performance.now();
  const { user, system } = process.cpuUsage(before);
  peak = Math.max(peak, memory());
  if (queue.pairs.length === 0) throw new RangeError("Nothing was queued.");
  return {
    pairs: scores.length,
    completionsPerPrompt,
    scoreSeconds: (scored - start) / 1000,
    policySeconds: (judged - scored) / 1000,
    selectSeconds: (end - judged) / 1000,
    processorSeconds: (user + system) / 1e6,
    megabytes: peak,
  };
}

function listPairs(prompts: number, completions: number) {
  const perPrompt = (completions * (completions - 1)) / 2;
  const first = new Uint32Array(prompts * perPrompt);
  const second = new Uint32Array(prompts * perPrompt);
  let at = 0;
  for (let prompt = 0; prompt < prompts; prompt++) {
    for (let i = 0; i < completions; i++) {
      for (let j = i + 1; j < completions; j++) {
        first[at] = prompt * completions + i;
        second[at++] = prompt * completions + j;
      }
    }
  }
  return { first, second };
}

function bestOf(times: number, run: () => void): Omit<FitTiming, "judgments"> {
  let seconds = Number.POSITIVE_INFINITY;
  let processorSeconds = Number.POSITIVE_INFINITY;
  let megabytes = 0;
  for (let time = 0; time < times; time++) {
    const before = process.cpuUsage();
    const start = performance.now();
    run();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(before);
    processorSeconds = Math.min(processorSeconds, (user + system) / 1e6);
    megabytes = Math.max(megabytes, memory());
  }
  return { seconds, processorSeconds, megabytes };
}

/** Megabytes held in the heap and in typed arrays, the data set of the benchmark included. */
function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}
