import { createStore, del, entries, set } from "idb-keyval";
import { z } from "zod";
import { recordRankingInput } from "#server/contracts/ranking.ts";

const kept = z.object({
  tiers: z.array(z.array(z.number().int())),
  /** Set once it was submitted: kept until the server has acknowledged it. */
  submission: recordRankingInput.nullable(),
  savedAt: z.number(),
});
type KeptRanking = z.infer<typeof kept>;

/** Where a browser keeps orders that are begun or on their way; IndexedDB outside tests. */
export type RankingStore = {
  list(): Promise<ReadonlyMap<string, KeptRanking>>;
  keep(rankingId: string, ranking: KeptRanking): Promise<void>;
  forget(rankingId: string): Promise<void>;
};

type Owner = { readonly projectId: string; readonly viewerId: string };

/** Entries survive a closed tab and a crashed browser, and each belongs to one viewer. */
export function createRankingStore({ viewerId, projectId }: Owner): RankingStore {
  const store = createStore("tiebreak-rankings", "rankings");
  const prefix = `${viewerId}:${projectId}:`;
  return {
    keep: (rankingId, ranking) => set(prefix + rankingId, ranking, store),
    forget: (rankingId) => del(prefix + rankingId, store),
    list: async () => {
      const found = new Map<string, KeptRanking>();
      for (const [key, value] of await entries(store)) {
        const parsed = kept.safeParse(value);
        if (!parsed.success || typeof key !== "string" || !key.startsWith(prefix)) continue;
        found.set(key.slice(prefix.length), parsed.data);
      }
      return found;
    },
  };
}
