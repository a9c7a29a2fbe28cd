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
  /** Pairs that are never served, because their responses are identical. */
  readonly deadPairs: number;
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
    deadPairs: sumOf(pairCounts.map((row) => row.dead)),
    bySlice: slices.map((slice) => ({
      slice,
      prompts: promptCounts.find((row) => row.slice === slice)?.count ?? 0,
      pairs: pairCounts.find((row) => row.slice === slice)?.count ?? 0,
    })),
    models,
  };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, next) => sum + next, 0);
}
