import type { Database } from "#db/client.ts";
import {
  countCompletionsByModel,
  countPairsBySlice,
  countPromptsBySlice,
} from "#db/queries/content-summary.ts";
import { type Slice, slices } from "#server/contracts/vocabulary.ts";

export type ContentSummary = {
  readonly prompts: number;
  readonly completions: number;
  readonly pairs: number;
  /** Pairs that are never served, by reason, the commonest first. */
  readonly deadPairs: readonly { readonly reason: string; readonly pairs: number }[];
  readonly bySlice: readonly {
    readonly slice: Slice;
    readonly prompts: number;
    readonly pairs: number;
  }[];
  readonly models: readonly { readonly name: string; readonly completions: number }[];
};

/** What a project holds. Names models, so it is for managers. */
export async function summariseContent(db: Database, projectId: string): Promise<ContentSummary> {
  const [promptCounts, pairCounts, models] = await Promise.all([
    countPromptsBySlice(db, projectId),
    countPairsBySlice(db, projectId),
    countCompletionsByModel(db, projectId),
  ]);
  return {
    prompts: sumOf(promptCounts.map((row) => row.count)),
    completions: sumOf(models.map((row) => row.completions)),
    pairs: sumOf(pairCounts.map((row) => row.count)),
    deadPairs: countDead(pairCounts),
    bySlice: slices.map((slice) => ({
      slice,
      prompts: promptCounts.find((row) => row.slice === slice)?.count ?? 0,
      pairs: sumOf(pairCounts.filter((row) => row.slice === slice).map((row) => row.count)),
    })),
    models,
  };
}

function countDead(
  counts: Awaited<ReturnType<typeof countPairsBySlice>>,
): ContentSummary["deadPairs"] {
  const pairsOf = new Map<string, number>();
  for (const { deadReason, count } of counts) {
    if (deadReason !== null) pairsOf.set(deadReason, (pairsOf.get(deadReason) ?? 0) + count);
  }
  return [...pairsOf]
    .map(([reason, pairs]) => ({ reason, pairs }))
    .toSorted((a, b) => b.pairs - a.pairs || (a.reason < b.reason ? -1 : 1));
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, next) => sum + next, 0);
}
