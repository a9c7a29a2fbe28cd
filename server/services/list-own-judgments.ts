import type { Database } from "#db/client.ts";
import { listOwnJudgments as listPage } from "#db/queries/own-judgments.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import type { Annotator } from "./serve-pairs.ts";
import { sidedVerdict } from "./sided-judgment.ts";

const pageSize = 25;

/** What an annotator has judged, newest first, in words that tell nothing about why it was served. */
export async function listOwnJudgments(
  db: Database,
  params: Annotator & { readonly cursor: string | null },
) {
  const { cursor, ...annotator } = params;
  const { policy } = await getProjectSettings(db, params.projectId);
  const rows = await listPage(db, { ...annotator, before: cursor, limit: pageSize + 1 });
  const page = rows.slice(0, pageSize);
  return {
    judgments: page.map((row) => ({
      judgmentId: row.judgmentId,
      idempotencyKey: row.idempotencyKey,
      excerpt: row.excerpt,
      verdict: sidedVerdict(row.verdict, row.leftIsFirst),
      strength: row.strength,
      strengthLevels: row.strengthLevels,
      decidedAt: row.decidedAt,
      isSettled: row.pairStatus !== "open",
      isAmended: row.isAmended,
      canUndo: !row.isRanked && row.ageSeconds < policy.undoSeconds,
    })),
    nextCursor: rows.length > pageSize ? (page.at(-1)?.judgmentId ?? null) : null,
  };
}
