import type { Database } from "#db/client.ts";
import { listModelPairCounts, listModels } from "#db/queries/leaderboards.ts";
import { rateModels } from "#server/core/ratings/rate-models.ts";

/**
 * In logits²: how far apart groups of models may be that no judgment links. It is wide, two of its
 * deviations are odds of fifty to one, so that a policy asks about such models first.
 */
const levelVariance = 4;

/** A normal belief about the strengths of a project's models, in logits. */
export type ModelBelief = {
  /** Index of each model, by its id. */
  readonly indexOf: ReadonlyMap<number, number>;
  readonly strengths: Float64Array;
  /** Row-major, models × models. */
  readonly covariance: Float64Array;
};

/**
 * Bradley–Terry strengths of all models of a project by its current judgments, on one scale. The
 * hold-out is left out, since what is chosen by these strengths is evaluated on it. Models that no
 * chain of judgments links share the covariance of their own group and an unknown level.
 * @returns null while no two models have been compared
 */
export async function rankModels(db: Database, projectId: string): Promise<ModelBelief | null> {
  const models = await listModels(db, projectId);
  const indexOf = new Map(models.map((model, index) => [model.id, index]));
  const { groups, unrated } = rateModels(await tabulate(db, projectId, indexOf));
  if (groups.length === 0) return null;
  const size = models.length;
  const strengths = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  for (const group of groups) {
    group.models.forEach((model, at) => {
      strengths[model] = group.strengths[at];
      group.models.forEach((other, across) => {
        const within = group.covariance[at * group.models.length + across];
        covariance[model * size + other] = within + levelVariance;
      });
    });
  }
  for (const model of unrated) covariance[model * size + model] = levelVariance;
  return { indexOf, strengths, covariance };
}

async function tabulate(db: Database, projectId: string, indexOf: ReadonlyMap<number, number>) {
  const counts = await listModelPairCounts(db, projectId, "train");
  const indices = (side: "firstModelId" | "secondModelId") =>
    Int32Array.from(counts, (row) => indexOf.get(row[side]) ?? 0);
  return {
    modelCount: indexOf.size,
    first: indices("firstModelId"),
    second: indices("secondModelId"),
    wins: Float64Array.from(counts, (row) => row.wins),
    losses: Float64Array.from(counts, (row) => row.losses),
    ties: Float64Array.from(counts, (row) => row.ties),
  };
}
