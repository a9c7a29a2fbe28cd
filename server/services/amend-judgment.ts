import { randomUUID } from "node:crypto";
import type { Database } from "#db/client.ts";
import { type Assignment, lockAnnotator } from "#db/queries/assignments.ts";
import { refreshEditPairs } from "#db/queries/edits.ts";
import { insertJudgment, isJudgmentKnown } from "#db/queries/judgments.ts";
import { findOwnJudgment, supersedeJudgment } from "#db/queries/own-judgments.ts";
import { getProjectSettings, type ProjectSettings } from "#db/queries/projects.ts";
import type { AmendJudgmentInput } from "#server/contracts/judgment.ts";
import { Conflict, NotFound } from "#server/errors.ts";
import { acceptAnswers } from "./accept-answers.ts";
import { type Closed, explainClosed } from "./explain-closed.ts";
import { lockOwnAssignment } from "./record-judgment.ts";
import type { Annotator } from "./serve-pairs.ts";

const closedSentences = {
  settled: "This pair has been settled since, so your judgment of it stands.",
  ranked: "This judgment is part of a ranking, which is changed as a whole.",
} as const satisfies Record<Closed, string>;

/**
 * Replaces a judgment by another one on the same assignment: the old stays on record and names its
 * successor. It earns no points of its own, and a retry with the same key changes nothing.
 * @throws NotFound when it is not the annotator's current judgment, Conflict when it can no longer
 * be changed, Invalid when the form forbids what is said
 */
export async function amendJudgment(
  db: Database,
  params: Annotator & { readonly input: AmendJudgmentInput },
): Promise<"recorded" | "repeated"> {
  const { input, ...annotator } = params;
  const settings = await getProjectSettings(db, params.projectId);
  return await db.transaction(async (tx) => {
    await lockAnnotator(tx, annotator);
    if (await isJudgmentKnown(tx, { ...annotator, idempotencyKey: input.idempotencyKey })) {
      return "repeated";
    }
    const wanted = { ...annotator, judgmentId: input.judgmentId };
    const found = await findOwnJudgment(tx, wanted);
    if (found === null) throw new NotFound("This judgment has been changed or taken back since.");
    const { assignmentId } = found;
    const assignment = await lockOwnAssignment(tx, { ...annotator, assignmentId });
    // Somebody else's judgment may have settled the pair before this one had the lock.
    const held = (await findOwnJudgment(tx, wanted)) ?? found;
    const closed = explainClosed(held, settings.policy.undoSeconds);
    if (closed !== null) throw new Conflict(closedSentences[closed]);
    await replaceJudgment(tx, { assignment, input, settings });
    return "recorded";
  });
}

/** The old one names its successor first, so that at no moment two are current. */
async function replaceJudgment(
  tx: Database,
  params: {
    readonly assignment: Assignment;
    readonly input: AmendJudgmentInput;
    readonly settings: ProjectSettings;
  },
): Promise<void> {
  const { assignment, input } = params;
  const said = await acceptAnswers(tx, params);
  const successorId = randomUUID();
  await supersedeJudgment(tx, { judgmentId: input.judgmentId, successorId });
  await insertJudgment(tx, {
    id: successorId,
    assignmentId: assignment.id,
    projectId: assignment.projectId,
    pairId: assignment.pairId,
    annotatorId: assignment.annotatorId,
    repeatIndex: assignment.repeatIndex,
    ...said,
    timings: input.timings,
    idempotencyKey: input.idempotencyKey,
    isLate: false,
  });
  await refreshEditPairs(tx, [input.judgmentId, successorId]);
}
