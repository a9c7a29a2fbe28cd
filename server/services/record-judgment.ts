import type { Database } from "#db/client.ts";
import {
  type Assignment,
  findAssignmentPair,
  findLiveTwin,
  lockAnnotator,
  lockAssignment,
  updateAssignment,
} from "#db/queries/assignments.ts";
import { refreshEditPairs } from "#db/queries/edits.ts";
import {
  insertJudgment,
  insertPointEvent,
  isJudgmentKnown,
  supersedeWithdrawn,
} from "#db/queries/judgments.ts";
import { lockPair, recountPairs } from "#db/queries/pairs.ts";
import { getProjectSettings, type ProjectSettings } from "#db/queries/projects.ts";
import type { RecordJudgmentInput } from "#server/contracts/judgment.ts";
import { pointsPerJudgment } from "#server/contracts/points.ts";
import { NotFound } from "#server/errors.ts";
import { acceptAnswers } from "./accept-answers.ts";
import type { Annotator } from "./serve-pairs.ts";

/**
 * `repeated`: this very submission had been recorded before; `preceded`: another one for the same
 * assignment, from another window, came first and stands.
 */
export type RecordOutcome = "recorded" | "repeated" | "preceded";

/**
 * Records what an annotator said, exactly once: a retry with the same idempotency key and a second
 * submission for the same assignment change nothing and are answered like the first. A judgment
 * whose lease has lapsed is kept and marked late.
 * @throws NotFound when the assignment is not the annotator's, Invalid when no form that may have been
 * shown takes it
 */
export async function recordJudgment(
  db: Database,
  params: Annotator & { readonly input: RecordJudgmentInput },
): Promise<RecordOutcome> {
  const { input, ...annotator } = params;
  const settings = await getProjectSettings(db, params.projectId);
  return await db.transaction(async (tx) => {
    await lockAnnotator(tx, annotator);
    if (await isJudgmentKnown(tx, { ...annotator, idempotencyKey: input.idempotencyKey })) {
      return "repeated";
    }
    const assignment = await lockOwnAssignment(tx, {
      ...annotator,
      assignmentId: input.assignmentId,
    });
    if (assignment.state === "judged") return "preceded";
    if (assignment.state !== "leased" && !(await yieldTwin(tx, assignment))) return "preceded";
    await storeJudgment(tx, { assignment, input, settings });
    return "recorded";
  });
}

/** Locks the pair before the assignment, the order in which every writer takes them. */
export async function lockOwnAssignment(
  tx: Database,
  params: Annotator & { readonly assignmentId: string },
): Promise<Assignment> {
  const pairId = await findAssignmentPair(tx, params);
  if (pairId !== null) await lockPair(tx, pairId);
  const assignment = await lockAssignment(tx, params);
  if (assignment === null) throw new NotFound("This pair was never assigned to you.");
  return assignment;
}

/** Makes way for a late judgment; false when the pair has meanwhile been judged once more. */
export async function yieldTwin(tx: Database, assignment: Assignment): Promise<boolean> {
  const twin = await findLiveTwin(tx, assignment);
  if (twin?.state === "judged") return false;
  if (twin !== null) await updateAssignment(tx, twin.id, { state: "released" });
  return true;
}

async function storeJudgment(
  tx: Database,
  params: {
    readonly assignment: Assignment;
    readonly input: RecordJudgmentInput;
    readonly settings: ProjectSettings;
  },
): Promise<void> {
  const { assignment, input } = params;
  const said = await acceptAnswers(tx, params);
  const isLate = assignment.state !== "leased" || assignment.leasedUntil < new Date();
  const judgmentId = await insertJudgment(tx, {
    assignmentId: assignment.id,
    projectId: assignment.projectId,
    pairId: assignment.pairId,
    annotatorId: assignment.annotatorId,
    repeatIndex: assignment.repeatIndex,
    ...said,
    timings: input.timings,
    idempotencyKey: input.idempotencyKey,
    isLate,
  });
  await supersedeWithdrawn(tx, { assignmentId: assignment.id, successorId: judgmentId });
  await refreshEditPairs(tx, [judgmentId]);
  await updateAssignment(tx, assignment.id, { state: "judged" });
  await recountPairs(tx, [assignment.pairId]);
  await insertPointEvent(tx, {
    projectId: assignment.projectId,
    userId: assignment.annotatorId,
    judgmentId,
    reason: "judged",
    points: pointsPerJudgment,
  });
}
