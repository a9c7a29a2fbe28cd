import type { Database } from "#db/client.ts";
import { countOpenPairs, sampleOpenPrompts } from "#db/queries/open-pairs.ts";
import { listPromptProgress, type PromptShare } from "#db/queries/queue.ts";
import type { Random } from "#server/core/numerics/random.ts";

/** Open pairs whose prompts are compared: enough that the least judged of them are so of all. */
const sampleSize = 4096;

export type PromptLimits = {
  /** Prompts chosen at most. */
  readonly promptsMax: number;
  /** Pairs looked at, about, over all of them. */
  readonly pairsMax: number;
};

/**
 * The prompts whose pairs are ranked: those with the smallest judged share among the prompts of a
 * uniform sample of open pairs, ties at random, so that what is asked stays diverse; each with its
 * chance among all whose turn it is. Where they hold more pairs than can be looked at, each is looked
 * at with the share given.
 */
export async function choosePrompts(
  db: Database,
  projectId: string,
  params: PromptLimits & { readonly random: Random },
): Promise<readonly PromptShare[]> {
  const { random, promptsMax, pairsMax } = params;
  const slice = "train";
  const open = await countOpenPairs(db, { projectId, slice });
  const sampled = await sampleOpenPrompts(db, { projectId, slice, open, wanted: sampleSize });
  const progress = await listPromptProgress(db, { projectId, promptIds: sampled.promptIds });
  const inTurn = progress
    .filter((prompt) => prompt.open > 0)
    .map((prompt) => ({ ...prompt, judged: prompt.judged / prompt.total, tie: random.uniform() }))
    .toSorted((a, b) => a.judged - b.judged || a.tie - b.tie);
  const chosen = inTurn.slice(0, promptsMax);
  const isTied = ({ judged }: { judged: number }) => judged === chosen.at(-1)?.judged;
  const tieChance = chosen.filter(isTied).length / inTurn.filter(isTied).length;
  const allowance = pairsMax / chosen.length;
  return chosen.map((prompt) => ({
    promptId: prompt.promptId,
    share: Math.min(1, allowance / prompt.open),
    chance: sampled.chanceOf(prompt.open) * (isTied(prompt) ? tieChance : 1),
  }));
}
