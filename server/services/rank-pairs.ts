import { randomInt } from "node:crypto";
import type { Database } from "#db/client.ts";
import {
  listOpenPairs,
  listPromptProgress,
  type NewQueueEntry,
  replaceQueue,
} from "#db/queries/queue.ts";
import type { ScoredCompletions } from "#server/adapters/score-services/score-service.ts";
import { createRandom, type Random } from "#server/core/numerics/random.ts";
import { buildQueue } from "#server/core/reward/build-queue.ts";
import { type PolicyName, policies } from "#server/core/reward/policies.ts";
import { pairRewardMargins } from "#server/core/reward/predict-reward.ts";
import { predictMargins } from "#server/core/selection/predict-margins.ts";
import { openEmbeddedScoreService } from "./embedded-score-service.ts";
import { findRankingModel } from "./find-ranking-model.ts";

/** The rule that was best over all real data in docs/active-learning.md. */
const policy: PolicyName = "capped";
/** Prompts in the queue, one pair each: plenty until the next ranking, few enough to be quick. */
const promptsMax = 256;
/** More pairs than this would make a ranking slow without making the choice better. */
const pairsMax = 40_000;

/**
 * Ranks the open training pairs of a project by what the ranking reward model would learn from them
 * and replaces the queue. Prompts judged least come first, ties at random, so that what is asked
 * stays diverse.
 * @returns how many pairs are queued; 0 without a model
 */
export async function rankPairs(db: Database, projectId: string): Promise<number> {
  const opened = await findRankingModel(db, projectId);
  if (opened === null) return 0;
  const random = createRandom(randomInt(2 ** 32));
  const promptIds = choosePrompts(await listPromptProgress(db, projectId), random);
  const candidates = await listOpenPairs(db, { projectId, promptIds });
  const completionIds = [...new Set(candidates.flatMap((pair) => [pair.firstId, pair.secondId]))];
  const service = openEmbeddedScoreService(db, { ...opened, projectId });
  const scores = await service.score(completionIds);
  const entries = queueCandidates({ candidates, completionIds, scores, random }).map((entry) => ({
    ...entry,
    projectId,
    modelVersion: service.modelVersion,
  }));
  await replaceQueue(db, { projectId, entries });
  return entries.length;
}

type Progress = Awaited<ReturnType<typeof listPromptProgress>>;

function choosePrompts(progress: Progress, random: Random): number[] {
  const open = progress
    .filter((prompt) => prompt.open > 0)
    .map((prompt) => ({ ...prompt, share: prompt.judged / prompt.total, tie: random.uniform() }))
    .toSorted((a, b) => a.share - b.share || a.tie - b.tie);
  const chosen: number[] = [];
  let pairs = 0;
  for (const prompt of open) {
    if (chosen.length >= promptsMax || pairs >= pairsMax) break;
    chosen.push(prompt.promptId);
    pairs += prompt.open;
  }
  return chosen;
}

type Candidates = {
  readonly candidates: Awaited<ReturnType<typeof listOpenPairs>>;
  readonly completionIds: readonly number[];
  readonly scores: ScoredCompletions;
  readonly random: Random;
};

function queueCandidates(params: Candidates): Omit<NewQueueEntry, "projectId" | "modelVersion">[] {
  const { candidates, completionIds, scores: rewards, random } = params;
  const rowOf = new Map(completionIds.map((id, row) => [id, row]));
  const rows = (side: "firstId" | "secondId") =>
    Uint32Array.from(candidates, (pair) => rowOf.get(pair[side]) ?? 0);
  const pairs = { first: rows("firstId"), second: rows("secondId") };
  const margins = pairRewardMargins(rewards, pairs);
  const reference = Uint32Array.from(candidates.keys());
  const scores = policies[policy]({ margins, rewards, pairs, reference });
  const promptIds = [...new Set(candidates.map((pair) => pair.promptId))];
  const indexOf = new Map(promptIds.map((id, index) => [id, index]));
  const prompts = Uint32Array.from(candidates, (pair) => indexOf.get(pair.promptId) ?? 0);
  // The prompts judged least have been chosen already, so all of these are candidates.
  const labelledFractions = new Float64Array(promptIds.length);
  const queue = buildQueue({ scores, prompts, labelledFractions, batch: promptsMax }, random);
  const { probabilities, entropies, mutualInformation } = predictMargins(margins);
  return Array.from(queue.pairs, (pair, index) => ({
    pairId: candidates[pair].pairId,
    promptId: candidates[pair].promptId,
    key: queue.keys[index],
    weight: queue.weights[index],
    promptWeight: queue.promptWeights[index],
    pFirst: probabilities[pair],
    epistemic: mutualInformation[pair],
    aleatoric: entropies[pair] - mutualInformation[pair],
    policy,
  }));
}
