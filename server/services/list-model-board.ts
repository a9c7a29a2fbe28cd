import type { Database } from "#db/client.ts";
import { listModelPairCounts, listModels } from "#db/queries/leaderboards.ts";
import { type ModelRatings, rateModels } from "#server/core/ratings/rate-models.ts";

/**
 * The models of a project by Bradley–Terry rating with 95 % intervals, best first. Models that no
 * chain of judgments links stand in groups of their own and cannot be compared.
 */
export async function listModelBoard(db: Database, projectId: string) {
  const models = await listModels(db, projectId);
  const counts = await listModelPairCounts(db, projectId);
  const indexOf = new Map(models.map((model, index) => [model.id, index]));
  const indices = (side: "firstModelId" | "secondModelId") =>
    Int32Array.from(counts, (row) => indexOf.get(row[side]) ?? 0);
  const ratings = rateModels({
    modelCount: models.length,
    first: indices("firstModelId"),
    second: indices("secondModelId"),
    wins: Float64Array.from(counts, (row) => row.wins),
    losses: Float64Array.from(counts, (row) => row.losses),
    ties: Float64Array.from(counts, (row) => row.ties),
  });
  const judgments = models.map(({ id }) =>
    counts
      .filter((row) => row.firstModelId === id || row.secondModelId === id)
      .reduce((sum, row) => sum + row.wins + row.losses + row.ties, 0),
  );
  const named = models.map(({ name }, index) => ({ name, judgments: judgments[index] }));
  return { groups: describeGroups(ratings, named), unrated: pick(named, ratings.unrated) };
}

type Named = { readonly name: string; readonly judgments: number };

function describeGroups({ groups }: ModelRatings, named: readonly Named[]) {
  return groups.map((group) => ({
    isRegularised: group.kind === "regularised",
    rows: Array.from(group.models, (model, index) => ({
      ...named[model],
      rating: group.ratings[index],
      lower: group.lower[index],
      upper: group.upper[index],
      bestRank: group.bestRank[index],
      worstRank: group.worstRank[index],
    })).toSorted((a, b) => b.rating - a.rating),
  }));
}

function pick(named: readonly Named[], indices: Int32Array): Named[] {
  return Array.from(indices, (index) => named[index]);
}
