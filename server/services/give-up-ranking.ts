import type { Database } from "#db/client.ts";
import { lockAnnotator, updateAssignment } from "#db/queries/assignments.ts";
import { recountPairs } from "#db/queries/pairs.ts";
import { lockRankedPairs, lockRanking } from "#db/queries/rankings.ts";
import type { skipReasons } from "#server/contracts/vocabulary.ts";
import { NotFound } from "#server/errors.ts";
import type { Annotator } from "./serve-pairs.ts";

type SkipReason = (typeof skipReasons)[number];

/** Gives a ranking back for good, with all of its pairs. Repeating it is harmless. */
export async function giveUpRanking(
  db: Database,
  params: Annotator & { readonly rankingId: string; readonly reason: SkipReason | null },
): Promise<void> {
  const { reason, ...own } = params;
  await db.transaction(async (tx) => {
    await lockAnnotator(tx, own);
    const ranking = await lockRanking(tx, own);
    if (ranking === null) throw new NotFound("This ranking was never assigned to you.");
    if (ranking.tiers !== null) return;
    const ranked = await lockRankedPairs(tx, ranking.id);
    for (const { assignment } of ranked) {
      if (assignment.state !== "leased") continue;
      await updateAssignment(tx, assignment.id, { state: "skipped", skipReason: reason });
    }
    await recountPairs(
      tx,
      ranked.map(({ assignment }) => assignment.pairId),
    );
  });
}
