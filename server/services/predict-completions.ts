import type { Database } from "#db/client.ts";
import type { CompletionPairs } from "#server/core/reward/feature-matrix.ts";
import { countOutsideColumns } from "#server/core/reward/outside-columns.ts";
import {
  addEnsembleDoubt,
  addOwnDoubt,
  missingVariance,
  scoreWorth,
} from "#server/core/reward/outside-doubt.ts";
import {
  type CompletionRewards,
  pairRewardMargins,
  predictRewards,
} from "#server/core/reward/predict-reward.ts";
import { predictMargins } from "#server/core/selection/predict-margins.ts";
import { loadModelInput, type ModelInput } from "./load-model-input.ts";
import type { OpenedRewardModel } from "./open-reward-model.ts";

/**
 * What a version believes of completions, from text features and the stored outside scores of the
 * one service version it was fitted on. No service is asked. What the service doubts itself is
 * doubted here; where scores are missing the version stands on the text, with the doubt that this
 * leaves.
 */
export async function predictCompletions(
  db: Database,
  opened: OpenedRewardModel,
  completionIds: readonly number[],
): Promise<CompletionRewards> {
  const { basis } = opened;
  return predictInput(opened, await loadModelInput(db, { completionIds, basis }));
}

/** {@link predictCompletions} of what has been loaded for the basis of the version. */
export function predictInput(
  { model, basis }: Pick<OpenedRewardModel, "model" | "basis">,
  { features, isMissing, prompts, spread }: ModelInput,
): CompletionRewards {
  const rewards = predictRewards(model, features);
  if (basis === null) return rewards;
  const worth = basis.hasScore ? scoreWorth(model) : 0;
  const missing = missingVariance(model, countOutsideColumns(basis));
  const variances = spread.deviations.map((deviation, row) =>
    isMissing[row] === 1 ? missing : (worth * deviation) ** 2,
  );
  return addOwnDoubt(addEnsembleDoubt(rewards, spread.members, worth), { variances, prompts });
}

type CompletionIds = { readonly firstId: number; readonly secondId: number };

/** P(first preferred) of each pair. */
export async function predictPairs(
  db: Database,
  opened: OpenedRewardModel,
  pairs: readonly CompletionIds[],
): Promise<Float64Array> {
  if (pairs.length === 0) return new Float64Array(0);
  const { ids, rows } = indexCompletions(pairs);
  const rewards = await predictCompletions(db, opened, ids);
  return predictMargins(pairRewardMargins(rewards, rows)).probabilities;
}

/** The completions that pairs name, each once, and the pairs as rows of that list. */
export function indexCompletions(pairs: readonly CompletionIds[]): {
  readonly ids: readonly number[];
  readonly rows: CompletionPairs;
} {
  const ids = [...new Set(pairs.flatMap(({ firstId, secondId }) => [firstId, secondId]))];
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const side = (name: keyof CompletionIds) =>
    Uint32Array.from(pairs, (pair) => rowOf.get(pair[name]) ?? 0);
  return { ids, rows: { first: side("firstId"), second: side("secondId") } };
}
