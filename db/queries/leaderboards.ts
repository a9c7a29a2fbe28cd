import { and, asc, desc, eq, gte, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { assignments } from "#db/schema/assignments.ts";
import { completions, models } from "#db/schema/completions.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { pointEvents } from "#db/schema/point-events.ts";
import { users } from "#db/schema/users.ts";
import type { Slice } from "#server/contracts/vocabulary.ts";
import { isCurrent, isWork } from "./judgments.ts";

/** Points and net judgments per annotator since a moment, best first. */
export async function listAnnotatorPoints(
  db: Database,
  params: { readonly projectId: string; readonly since: Date },
) {
  const points = sql<number>`sum(${pointEvents.points})`.mapWith(Number);
  return await db
    .select({
      userId: users.id,
      name: sql<string>`coalesce(${users.alias}, ${users.name})`,
      points,
      judgments: sql<number>`sum(sign(${pointEvents.points}))`.mapWith(Number),
    })
    .from(pointEvents)
    .innerJoin(users, eq(users.id, pointEvents.userId))
    .where(
      and(eq(pointEvents.projectId, params.projectId), gte(pointEvents.createdAt, params.since)),
    )
    .groupBy(users.id, users.alias, users.name)
    .orderBy(desc(points), asc(users.id));
}

/**
 * How often each model of a pair won, by current judgments: one row per ordered pair of models with
 * the lower id first. Both-bad counts as a tie: it says nothing about which is better. Gold pairs
 * were chosen for being plain and repeats would count a person twice: neither is counted.
 * @param slice counts judgments of that slice alone; both when left out
 */
export async function listModelPairCounts(db: Database, projectId: string, slice?: Slice) {
  const first = alias(completions, "first");
  const second = alias(completions, "second");
  const low = sql<number>`least(${first.modelId}, ${second.modelId})`;
  const high = sql<number>`greatest(${first.modelId}, ${second.modelId})`;
  const lowWon = sql`(${judgments.verdict} = 'first') = (${first.modelId} < ${second.modelId})`;
  const decisive = sql`${judgments.verdict} in ('first', 'second')`;
  return await db
    .select({
      firstModelId: low.mapWith(Number),
      secondModelId: high.mapWith(Number),
      wins: sql<number>`count(*) filter (where ${decisive} and ${lowWon})`.mapWith(Number),
      losses: sql<number>`count(*) filter (where ${decisive} and not (${lowWon}))`.mapWith(Number),
      ties: sql<number>`count(*) filter (where not (${decisive}))`.mapWith(Number),
    })
    .from(judgments)
    .innerJoin(assignments, eq(assignments.id, judgments.assignmentId))
    .innerJoin(pairs, eq(pairs.id, judgments.pairId))
    .innerJoin(first, eq(first.id, pairs.firstId))
    .innerJoin(second, eq(second.id, pairs.secondId))
    .where(
      and(
        eq(judgments.projectId, projectId),
        isCurrent,
        isWork,
        slice === undefined ? undefined : eq(pairs.slice, slice),
        sql`${first.modelId} <> ${second.modelId}`,
      ),
    )
    .groupBy(low, high);
}

export async function listModels(db: Database, projectId: string) {
  return await db
    .select({ id: models.id, name: models.name })
    .from(models)
    .where(eq(models.projectId, projectId))
    .orderBy(asc(models.id));
}
