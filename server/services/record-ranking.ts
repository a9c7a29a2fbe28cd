import { createHash } from "node:crypto";
import type { Database } from "#db/client.ts";
import { type Assignment, lockAnnotator, updateAssignment } from "#db/queries/assignments.ts";
import { insertJudgment, insertPointEvent, supersedeWithdrawn } from "#db/queries/judgments.ts";
import { recountPairs } from "#db/queries/pairs.ts";
import { lockRankedPairs, lockRanking, setTiers } from "#db/queries/rankings.ts";
import { pointsPerJudgment } from "#server/contracts/points.ts";
import type { RecordRankingInput } from "#server/contracts/ranking.ts";
import type { Verdict } from "#server/contracts/vocabulary.ts";
import { Conflict, Invalid, NotFound } from "#server/errors.ts";
import { yieldTwin } from "./record-judgment.ts";
import type { Annotator } from "./serve-pairs.ts";

/**
 * Records an order of responses as one judgment for each of its pairs, exactly once. Points are
 * those of the comparisons it takes at least: one less than there are responses.
 * @throws NotFound when the ranking is not the annotator's, Invalid when it leaves responses out,
 * Conflict when it was given up
 */
export async function recordRanking(
  db: Database,
  params: Annotator & { readonly input: RecordRankingInput },
): Promise<"recorded" | "repeated"> {
  const { input, ...annotator } = params;
  return await db.transaction(async (tx) => {
    await lockAnnotator(tx, annotator);
    const ranking = await lockRanking(tx, { ...annotator, rankingId: input.rankingId });
    if (ranking === null) throw new NotFound("This ranking was never assigned to you.");
    if (ranking.tiers !== null) return "repeated";
    const tiers = placesToCompletions(input.tiers, ranking.completionIds);
    const ranked = await lockRankedPairs(tx, ranking.id);
    if (ranked.some(({ assignment }) => assignment.state === "skipped")) {
      throw new Conflict("You have skipped this ranking.");
    }
    const placeOf = new Map(tiers.flatMap((tier, place) => tier.map((id) => [id, place] as const)));
    let rewarded = 0;
    for (const { assignment, firstId, secondId } of ranked) {
      const difference = (placeOf.get(firstId) ?? 0) - (placeOf.get(secondId) ?? 0);
      const verdict = difference === 0 ? "tie" : difference < 0 ? "first" : "second";
      const isRewarded = rewarded < ranking.completionIds.length - 1;
      const isStored = await storePair(tx, { assignment, verdict, isRewarded, input });
      if (isStored && isRewarded) rewarded += 1;
    }
    await setTiers(tx, { rankingId: ranking.id, tiers });
    await recountPairs(
      tx,
      ranked.map(({ assignment }) => assignment.pairId),
    );
    return "recorded";
  });
}

function placesToCompletions(
  tiers: RecordRankingInput["tiers"],
  completionIds: readonly number[],
): number[][] {
  const places = tiers.flat();
  const isWhole =
    places.length === completionIds.length && places.every((place) => place < completionIds.length);
  if (!isWhole) throw new Invalid("Every response needs a place in the ranking.");
  return tiers.map((tier) => tier.map((place) => completionIds[place]));
}

/** False where the pair has meanwhile been judged once more, after its lease had lapsed. */
async function storePair(
  tx: Database,
  params: {
    readonly assignment: Assignment;
    readonly verdict: Verdict;
    readonly isRewarded: boolean;
    readonly input: RecordRankingInput;
  },
): Promise<boolean> {
  const { assignment, verdict, isRewarded, input } = params;
  if (assignment.state === "judged") return false;
  if (assignment.state !== "leased" && !(await yieldTwin(tx, assignment))) return false;
  const judgmentId = await insertJudgment(tx, {
    assignmentId: assignment.id,
    projectId: assignment.projectId,
    pairId: assignment.pairId,
    annotatorId: assignment.annotatorId,
    repeatIndex: assignment.repeatIndex,
    verdict,
    timings: input.timings,
    idempotencyKey: keyOfPair(input.idempotencyKey, assignment.pairId),
    isLate: assignment.state !== "leased" || assignment.leasedUntil < new Date(),
  });
  await supersedeWithdrawn(tx, { assignmentId: assignment.id, successorId: judgmentId });
  await updateAssignment(tx, assignment.id, { state: "judged" });
  if (isRewarded) {
    await insertPointEvent(tx, {
      projectId: assignment.projectId,
      userId: assignment.annotatorId,
      judgmentId,
      reason: "judged",
      points: pointsPerJudgment,
    });
  }
  return true;
}

/** Each pair of a ranking has a key of its own, the same at every retry. */
function keyOfPair(idempotencyKey: string, pairId: number): string {
  const digest = createHash("sha256").update(`${idempotencyKey}:${pairId}`).digest("hex");
  const version = `8${digest.slice(13, 16)}`;
  const variant = `8${digest.slice(17, 20)}`;
  return [digest.slice(0, 8), digest.slice(8, 12), version, variant, digest.slice(20, 32)].join(
    "-",
  );
}
