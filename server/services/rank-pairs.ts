import { randomInt } from "node:crypto";
import type { Database } from "#db/client.ts";
import { getProjectSettings, lockProjectSettings } from "#db/queries/projects.ts";
import {
  listCompletionModels,
  listOpenPairs,
  type NewQueueEntry,
  replaceQueue,
} from "#db/queries/queue.ts";
import type { ScoredCompletions } from "#server/adapters/score-services/score-service.ts";
import { createRandom, type Random } from "#server/core/numerics/random.ts";
import { buildQueue } from "#server/core/reward/build-queue.ts";
import { type PolicyName, policies, usablePolicy } from "#server/core/reward/policies.ts";
import type { ModelRanking } from "#server/core/reward/policy-input.ts";
import { pairRewardMargins } from "#server/core/reward/predict-reward.ts";
import { predictMargins } from "#server/core/selection/predict-margins.ts";
import { choosePrompts } from "./choose-prompts.ts";
import { openEmbeddedScoreService } from "./embedded-score-service.ts";
import { findRankingModel } from "./find-ranking-model.ts";
import { rankModels } from "./rank-models.ts";

/** One pair of each: plenty until the next ranking, few enough to be quick. */
const promptsMax = 256;
/** More pairs than this would make a ranking slow without making the choice better. */
const pairsMax = 80_000;
/** Pairs that stand for all others where a policy looks ahead; its time grows with them. */
const referenceMax = 128;

/**
 * Ranks open training pairs of a project by what the ranking reward model would learn from them
 * under the project's policy, and replaces the queue.
 * @returns how many pairs are queued; 0 without a model, and when the policy changed meanwhile
 */
export async function rankPairs(db: Database, projectId: string): Promise<number> {
  const opened = await findRankingModel(db, projectId);
  if (opened === null) return 0;
  const { policyName } = (await getProjectSettings(db, projectId)).policy;
  const random = createRandom(randomInt(2 ** 32));
  const prompts = await choosePrompts(db, projectId, { promptsMax, pairsMax, random });
  const candidates = await listOpenPairs(db, { projectId, prompts });
  const completionIds = [...new Set(candidates.flatMap((pair) => [pair.firstId, pair.secondId]))];
  const service = openEmbeddedScoreService(db, opened);
  const scored = {
    candidates,
    completionIds,
    scores: await service.score(completionIds),
    ranking: await rankingFor(policyName, db, { projectId, candidates, completionIds }),
  };
  const entries = queueCandidates({ ...scored, policyName, random }).map((entry) => ({
    ...entry,
    projectId,
    modelVersion: service.modelVersion,
  }));
  return await db.transaction(async (tx) => {
    const { policy } = await lockProjectSettings(tx, projectId);
    if (policy.policyName !== policyName) return 0;
    await replaceQueue(tx, { projectId, entries });
    return entries.length;
  });
}

type Candidate = Awaited<ReturnType<typeof listOpenPairs>>[number];

type Candidates = {
  readonly candidates: readonly Candidate[];
  readonly completionIds: readonly number[];
};

/** What is believed of the models, for the policy that goes by it. */
async function rankingFor(
  policyName: PolicyName,
  db: Database,
  params: Candidates & { readonly projectId: string },
): Promise<ModelRanking | null> {
  if (policyName !== "rank-flip") return null;
  const belief = await rankModels(db, params.projectId);
  if (belief === null) return null;
  const promptIds = [...new Set(params.candidates.map((pair) => pair.promptId))];
  const written = await listCompletionModels(db, promptIds);
  const modelOf = new Map(written.map((row) => [row.completionId, row.modelId]));
  const { strengths, covariance, indexOf } = belief;
  const models = Uint32Array.from(params.completionIds, (id) => {
    const index = indexOf.get(modelOf.get(id) ?? 0);
    if (index === undefined) throw new Error(`completion ${id} is by no model of the project`);
    return index;
  });
  return { models, strengths, covariance };
}

type Scored = Candidates & {
  readonly scores: ScoredCompletions;
  readonly ranking: ModelRanking | null;
  readonly policyName: PolicyName;
  readonly random: Random;
};

function queueCandidates(params: Scored): Omit<NewQueueEntry, "projectId" | "modelVersion">[] {
  const { candidates, completionIds, scores: rewards, ranking, random } = params;
  const rowOf = new Map(completionIds.map((id, row) => [id, row]));
  const rows = (side: "firstId" | "secondId") =>
    Uint32Array.from(candidates, (pair) => rowOf.get(pair[side]) ?? 0);
  const pairs = { first: rows("firstId"), second: rows("secondId") };
  const margins = pairRewardMargins(rewards, pairs);
  const policy = usablePolicy(params.policyName, { ranking });
  const reference = drawReference(candidates.length, random);
  const scores = policies[policy]({ margins, rewards, pairs, reference, ranking });
  const queue = buildQueue({ scores, ...groupByPrompt(candidates), batch: promptsMax }, random);
  const { probabilities, entropies, mutualInformation } = predictMargins({
    means: Float64Array.from(queue.pairs, (pair) => margins.means[pair]),
    variances: Float64Array.from(queue.pairs, (pair) => margins.variances[pair]),
  });
  return Array.from(queue.pairs, (pair, index) => ({
    pairId: candidates[pair].pairId,
    promptId: candidates[pair].promptId,
    weight: queue.weights[index] * candidates[pair].chance,
    promptWeight: queue.promptWeights[index],
    pFirst: probabilities[index],
    epistemic: mutualInformation[index],
    aleatoric: entropies[index] - mutualInformation[index],
    policy,
  }));
}

/** The prompts judged least have been chosen already, so all of these are candidates. */
function groupByPrompt(candidates: readonly Candidate[]) {
  const promptIds = [...new Set(candidates.map((pair) => pair.promptId))];
  const indexOf = new Map(promptIds.map((id, index) => [id, index]));
  const prompts = Uint32Array.from(candidates, (pair) => indexOf.get(pair.promptId) ?? 0);
  return { prompts, labelledFractions: new Float64Array(promptIds.length) };
}

function drawReference(pairs: number, random: Random): Uint32Array {
  const wanted = Math.min(referenceMax, pairs);
  return Uint32Array.from({ length: wanted }, () => Math.floor(random.uniform() * pairs));
}
