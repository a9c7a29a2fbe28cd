import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { completions } from "#db/schema/completions.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import type { Assignment } from "./assignments.ts";
import { recounted } from "./pairs.ts";

const takenBack = "The edit was taken back.";

/** One side of a pair, as the original of an edit. */
export async function findPairText(
  tx: Database,
  params: { readonly pairId: number; readonly side: "first" | "second" },
) {
  const rows = await tx
    .select({
      completionId: completions.id,
      promptId: pairs.promptId,
      slice: pairs.slice,
      text: completions.text,
    })
    .from(pairs)
    .innerJoin(
      completions,
      eq(completions.id, params.side === "first" ? pairs.firstId : pairs.secondId),
    )
    .where(eq(pairs.id, params.pairId));
  const row = rows.at(0);
  if (row === undefined) throw new Error(`pair ${params.pairId} has no ${params.side} text`);
  return row;
}

/** A completion of the prompt with this very text, whoever wrote it; the oldest of several. */
export async function findCompletionOfPrompt(
  tx: Database,
  params: { readonly promptId: number; readonly text: string },
): Promise<{ id: number; editOf: number | null } | null> {
  const rows = await tx
    .select({ id: completions.id, editOf: completions.editOf })
    .from(completions)
    .where(and(eq(completions.promptId, params.promptId), eq(completions.text, params.text)))
    .orderBy(asc(completions.id))
    .limit(1);
  return rows.at(0) ?? null;
}

/** The same text arriving twice at one moment is one completion. */
export async function insertEditedCompletion(
  tx: Database,
  values: Required<
    Pick<
      typeof completions.$inferInsert,
      "promptId" | "modelId" | "text" | "contentHash" | "editOf" | "editedBy"
    >
  >,
): Promise<number> {
  const rows = await tx
    .insert(completions)
    .values(values)
    .onConflictDoUpdate({
      target: [completions.promptId, completions.modelId, completions.contentHash],
      set: { contentHash: values.contentHash },
    })
    .returning({ id: completions.id });
  const row = rows.at(0);
  if (row === undefined) throw new Error("insert returned no row");
  return row.id;
}

/** A pair of an edit and its original; a manager may have made it gold since. */
type EditPair = Pick<typeof pairs.$inferSelect, "id" | "slice" | "isGold">;

/** The pair of an edit and its original, made where it is missing. */
export async function insertEditPair(
  tx: Database,
  values: Omit<typeof pairs.$inferInsert, "openSlots">,
): Promise<EditPair> {
  const rows = await tx
    .insert(pairs)
    .values({ ...values, openSlots: values.targetJudgments })
    .onConflictDoUpdate({
      target: [pairs.firstId, pairs.secondId],
      set: { promptId: values.promptId },
    })
    .returning({ id: pairs.id, slice: pairs.slice, isGold: pairs.isGold });
  const row = rows.at(0);
  if (row === undefined) throw new Error("insert returned no row");
  return row;
}

/** Whoever made an edit never judges it: for them it counts as passed over from the beginning. */
export async function passOverForEditor(
  tx: Database,
  { pair, assignment }: { readonly pair: EditPair; readonly assignment: Assignment },
): Promise<void> {
  await tx
    .insert(assignments)
    .values({
      projectId: assignment.projectId,
      annotatorId: assignment.annotatorId,
      pairId: pair.id,
      leftIsFirst: true,
      arm: armOf(pair),
      policy: "own-edit",
      armShare: 1,
      propensity: 1,
      guidelineVersion: assignment.guidelineVersion,
      state: "skipped",
      leasedUntil: sql`now()`,
    })
    .onConflictDoNothing();
}

/** The arm that could have served it: what is held out or gold is never in the active one. */
function armOf({ slice, isGold }: EditPair) {
  if (isGold) return "gold";
  return slice === "holdout" ? "holdout" : "active";
}

/**
 * Serves the pairs of the edits that came with these judgments exactly while a current judgment
 * stands behind the edit: what was taken back is not served, unless others have it already.
 */
export async function refreshEditPairs(
  tx: Database,
  judgmentIds: readonly string[],
): Promise<void> {
  const made = await tx
    .select({ editId: judgments.editId })
    .from(judgments)
    .where(inArray(judgments.id, [...judgmentIds]));
  const editIds = made.flatMap(({ editId }) => editId ?? []);
  if (editIds.length === 0) return;
  const isMeant = sql`exists (select 1 from judgments j where j.edit_id = ${pairs.secondId}
    and j.superseded_by is null and j.withdrawn_at is null)`;
  const isInUse = sql`exists (select 1 from assignments a where a.pair_id = ${pairs.id}
    and a.state in ('leased', 'judged'))`;
  const ofEdits = and(
    inArray(pairs.secondId, editIds),
    sql`${pairs.firstId} = (select c.edit_of from completions c where c.id = ${pairs.secondId})`,
  );
  await tx
    .update(pairs)
    .set({ status: "dead", deadReason: takenBack })
    .where(and(ofEdits, eq(pairs.status, "open"), sql`not ${isMeant} and not ${isInUse}`));
  const revived = await tx
    .update(pairs)
    .set({ status: "open", deadReason: null })
    .where(and(ofEdits, eq(pairs.deadReason, takenBack), isMeant))
    .returning({ id: pairs.id });
  if (revived.length === 0) return;
  await tx
    .update(pairs)
    .set(recounted(sql`${pairs.targetJudgments}`))
    .where(
      inArray(
        pairs.id,
        revived.map((row) => row.id),
      ),
    );
}
