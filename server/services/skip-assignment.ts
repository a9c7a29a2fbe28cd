import type { Database } from "#db/client.ts";
import { lockAnnotator, updateAssignment } from "#db/queries/assignments.ts";
import { recountPairs } from "#db/queries/pairs.ts";
import type { SkipAssignmentInput } from "#server/contracts/judgment.ts";
import { lockOwnAssignment } from "./record-judgment.ts";
import type { Annotator } from "./serve-pairs.ts";

/** Gives a pair back for good; the annotator is not asked about it again. Repeating it is harmless. */
export async function skipAssignment(
  db: Database,
  params: Annotator & { readonly input: SkipAssignmentInput },
): Promise<void> {
  const { input, ...annotator } = params;
  await db.transaction(async (tx) => {
    await lockAnnotator(tx, annotator);
    const assignment = await lockOwnAssignment(tx, {
      ...annotator,
      assignmentId: input.assignmentId,
    });
    if (assignment.state !== "leased") return;
    await updateAssignment(tx, assignment.id, { state: "skipped", skipReason: input.reason });
    await recountPairs(tx, [assignment.pairId]);
  });
}
