import { and, desc, eq, exists, notExists, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { completions } from "#db/schema/completions.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { prompts } from "#db/schema/prompts.ts";
import { isCurrent } from "./judgments.ts";

type Author = { readonly projectId: string; readonly annotatorId: string };

/** Columns of the list; what was said stays canonical until the service turns it to the sides. */
const listed = {
  judgmentId: judgments.id,
  idempotencyKey: judgments.idempotencyKey,
  leftIsFirst: assignments.leftIsFirst,
  verdict: judgments.verdict,
  strength: judgments.strength,
  strengthLevels: judgments.strengthLevels,
  decidedAt: judgments.createdAt,
  ageSeconds: sql<number>`extract(epoch from clock_timestamp() - ${judgments.createdAt})`.mapWith(
    Number,
  ),
  pairStatus: pairs.status,
  isRanked: sql<boolean>`${assignments.rankingId} is not null`,
};

const said = {
  ...listed,
  assignmentId: judgments.assignmentId,
  rankingId: assignments.rankingId,
  flags: judgments.flags,
  safety: judgments.safety,
  attributes: judgments.attributes,
  reasons: judgments.reasons,
  rationale: judgments.rationale,
};

/** The user's last words, cut short; the whole prompt is shown with the pair. */
const excerpt = sql<string>`left(${prompts.messages} -> -1 ->> 'content', 200)`;

/**
 * An annotator's current judgments, newest first, one for each pair: a pair that was put to the same
 * person again must not stand out by being here twice.
 */
export async function listOwnJudgments(
  db: Database,
  params: Author & { readonly before: string | null; readonly limit: number },
) {
  return await db
    .select({ ...listed, excerpt, isAmended: isAmended(db) })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .innerJoin(prompts, eq(prompts.id, pairs.promptId))
    .where(
      and(
        isBy(params),
        isCurrent,
        isNewestOfPair(db),
        params.before === null ? undefined : isBefore(params.before, params.annotatorId),
      ),
    )
    .orderBy(desc(judgments.sequence))
    .limit(params.limit);
}

/** One current judgment of the annotator with the pair as it was shown; another's is not found. */
export async function findOwnJudgment(
  db: Database,
  params: Author & { readonly judgmentId: string },
) {
  const first = alias(completions, "first");
  const second = alias(completions, "second");
  const edit = alias(completions, "edit");
  const side = (isLeft: boolean) =>
    sql<string>`case when ${assignments.leftIsFirst} = ${isLeft} then ${first.text} else ${second.text} end`;
  const rows = await db
    .select({
      ...said,
      edit: edit.text,
      isAmended: isAmended(db),
      messages: prompts.messages,
      left: side(true),
      right: side(false),
    })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .innerJoin(prompts, eq(prompts.id, pairs.promptId))
    .innerJoin(first, eq(first.id, pairs.firstId))
    .innerJoin(second, eq(second.id, pairs.secondId))
    .leftJoin(edit, eq(edit.id, judgments.editId))
    .where(and(isBy(params), eq(judgments.id, params.judgmentId), isCurrent, isNewestOfPair(db)));
  return rows.at(0) ?? null;
}

/** The judgment recorded under a key, whatever has become of it. */
export async function findJudgmentByKey(
  db: Database,
  params: Author & { readonly idempotencyKey: string },
) {
  const edit = alias(completions, "edit");
  const rows = await db
    .select({
      ...said,
      edit: edit.text,
      pairId: judgments.pairId,
      withdrawnAt: judgments.withdrawnAt,
      supersededBy: judgments.supersededBy,
    })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .leftJoin(edit, eq(edit.id, judgments.editId))
    .where(and(isBy(params), eq(judgments.idempotencyKey, params.idempotencyKey)));
  return rows.at(0) ?? null;
}

/** Names the successor of a current judgment; false when it was no longer current. */
export async function supersedeJudgment(
  db: Database,
  params: { readonly judgmentId: string; readonly successorId: string },
): Promise<boolean> {
  const rows = await db
    .update(judgments)
    .set({ supersededBy: params.successorId })
    .where(and(eq(judgments.id, params.judgmentId), isCurrent))
    .returning({ id: judgments.id });
  return rows.length > 0;
}

function isBefore(judgmentId: string, annotatorId: string): SQL {
  return sql`${judgments.sequence} < (select sequence from judgments
    where id = ${judgmentId} and annotator_id = ${annotatorId})`;
}

function isBy(params: Author): SQL | undefined {
  return and(
    eq(judgments.projectId, params.projectId),
    eq(judgments.annotatorId, params.annotatorId),
  );
}

function isAmended(db: Database) {
  const old = alias(judgments, "old");
  return exists(
    db.select({ one: sql`1` }).from(old).where(eq(old.supersededBy, judgments.id)),
  ).mapWith(Boolean);
}

function isNewestOfPair(db: Database): SQL {
  const later = alias(judgments, "later");
  return notExists(
    db
      .select({ one: sql`1` })
      .from(later)
      .where(
        and(
          eq(later.pairId, judgments.pairId),
          eq(later.annotatorId, judgments.annotatorId),
          sql`${later.sequence} > ${judgments.sequence}`,
          sql`${later.supersededBy} is null and ${later.withdrawnAt} is null`,
        ),
      ),
  );
}
