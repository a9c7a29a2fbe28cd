import type { Database } from "#db/client.ts";
import {
  type Assignment,
  findAssignmentPair,
  findLiveTwin,
  lockAnnotator,
  lockAssignment,
  updateAssignment,
} from "#db/queries/assignments.ts";
import {
  insertJudgment,
  insertPointEvent,
  isJudgmentKnown,
  supersedeWithdrawn,
} from "#db/queries/judgments.ts";
import { lockPair, recountPairs } from "#db/queries/pairs.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import type { RecordJudgmentInput } from "#server/contracts/judgment.ts";
import { pointsPerJudgment } from "#server/contracts/points.ts";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import type { SidedVerdict, Verdict } from "#server/contracts/vocabulary.ts";
import { Invalid, NotFound } from "#server/errors.ts";
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
 * @throws NotFound when the assignment is not the annotator's, Invalid when the form forbids it
 */
export async function recordJudgment(
  db: Database,
  params: Annotator & { readonly input: RecordJudgmentInput },
): Promise<RecordOutcome> {
  const { input, ...annotator } = params;
  const { form } = await getProjectSettings(db, params.projectId);
  checkAgainstForm(input, form);
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
    await storeJudgment(tx, assignment, input);
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
async function yieldTwin(tx: Database, assignment: Assignment): Promise<boolean> {
  const twin = await findLiveTwin(tx, assignment);
  if (twin?.state === "judged") return false;
  if (twin !== null) await updateAssignment(tx, twin.id, { state: "released" });
  return true;
}

async function storeJudgment(
  tx: Database,
  assignment: Assignment,
  input: RecordJudgmentInput,
): Promise<void> {
  const isLate = assignment.state !== "leased" || assignment.leasedUntil < new Date();
  const judgmentId = await insertJudgment(tx, {
    assignmentId: assignment.id,
    projectId: assignment.projectId,
    pairId: assignment.pairId,
    annotatorId: assignment.annotatorId,
    repeatIndex: assignment.repeatIndex,
    verdict: canonicalVerdict(input.verdict, assignment.leftIsFirst),
    strength: input.strength,
    timings: input.timings,
    idempotencyKey: input.idempotencyKey,
    isLate,
  });
  await supersedeWithdrawn(tx, { assignmentId: assignment.id, successorId: judgmentId });
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

export function canonicalVerdict(verdict: SidedVerdict, leftIsFirst: boolean): Verdict {
  if (verdict === "left") return leftIsFirst ? "first" : "second";
  if (verdict === "right") return leftIsFirst ? "second" : "first";
  return verdict;
}

export function checkAgainstForm(
  input: Pick<RecordJudgmentInput, "verdict" | "strength">,
  form: JudgmentForm,
): void {
  const isDecisive = input.verdict === "left" || input.verdict === "right";
  if (input.verdict === "tie" && !form.hasTie) {
    throw new Invalid("This project does not take ties.");
  }
  if (input.verdict === "both_bad" && !form.hasBothBad) {
    throw new Invalid("This project does not take “both bad”.");
  }
  if (input.strength !== null && (!isDecisive || input.strength > form.strengthLevels)) {
    throw new Invalid(`Strength is 1 to ${form.strengthLevels}, and only for a preferred side.`);
  }
}
