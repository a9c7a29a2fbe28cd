import type { Database } from "#db/client.ts";
import { findOwnJudgment as findRow } from "#db/queries/own-judgments.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import { NotFound } from "#server/errors.ts";
import { explainClosed } from "./explain-closed.ts";
import type { Annotator } from "./serve-pairs.ts";
import { sidedJudgment } from "./sided-judgment.ts";

/**
 * One judgment with its pair as it was shown: the same sides, no names, nobody else's opinion.
 * @throws NotFound when it is not the annotator's, or was replaced or taken back
 */
export async function findOwnJudgment(
  db: Database,
  params: Annotator & { readonly judgmentId: string },
) {
  const { form, policy } = await getProjectSettings(db, params.projectId);
  const row = await findRow(db, params);
  if (row === null) throw new NotFound("This judgment has been changed or taken back since.");
  return {
    judgmentId: row.judgmentId,
    form,
    messages: row.messages,
    left: row.left,
    right: row.right,
    said: sidedJudgment(row),
    strengthLevels: row.strengthLevels,
    decidedAt: row.decidedAt,
    isSettled: row.pairStatus !== "open",
    isAmended: row.isAmended,
    closed: explainClosed(row, policy.undoSeconds),
  };
}
