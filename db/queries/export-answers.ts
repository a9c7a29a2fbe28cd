import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { completions } from "#db/schema/completions.ts";
import { judgments } from "#db/schema/judgments.ts";
import { isCurrent } from "./judgments.ts";

/** What was answered besides the verdict, in as many current judgments of a project. */
export async function countAnswers(db: Database, projectId: string) {
  const given = (column: unknown) =>
    sql<number>`count(${column}) filter (where ${isCurrent})`.mapWith(Number);
  const rows = await db
    .select({
      flags: given(judgments.flags),
      safety: given(judgments.safety),
      attributes: given(judgments.attributes),
      reasons: given(judgments.reasons),
      rationale: given(judgments.rationale),
      edits: given(judgments.editId),
    })
    .from(judgments)
    .where(eq(judgments.projectId, projectId));
  return rows.at(0) ?? noAnswers;
}

export const noAnswers = {
  flags: 0,
  safety: 0,
  attributes: 0,
  reasons: 0,
  rationale: 0,
  edits: 0,
};

/** On how many steps strength was given in current judgments; more than one cannot be averaged. */
export async function listStrengthScales(db: Database, projectId: string): Promise<number[]> {
  const rows = await db
    .selectDistinct({ levels: judgments.strengthLevels })
    .from(judgments)
    .where(and(eq(judgments.projectId, projectId), isCurrent, isNotNull(judgments.strength)));
  return rows.flatMap(({ levels }) => levels ?? []).toSorted((a, b) => a - b);
}

/** The current judgments of some pairs with what they answered; repeats are left out. */
export async function listAnswers(tx: Database, pairIds: readonly number[]) {
  if (pairIds.length === 0) return [];
  return await tx
    .select({
      pairId: judgments.pairId,
      verdict: judgments.verdict,
      flags: judgments.flags,
      safety: judgments.safety,
      attributes: judgments.attributes,
      reasons: judgments.reasons,
      rationale: judgments.rationale,
      edit: completions.text,
    })
    .from(judgments)
    .leftJoin(completions, eq(completions.id, judgments.editId))
    .where(and(inArray(judgments.pairId, [...pairIds]), isCurrent, eq(judgments.repeatIndex, 0)));
}
export type GivenAnswers = Awaited<ReturnType<typeof listAnswers>>[number];
