import { and, asc, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { scoreServices } from "#db/schema/score-services.ts";
import { rewardScales } from "#server/contracts/reward-protocol.ts";
import { probeResult } from "#server/contracts/score-probe.ts";
import { scoreServiceConfig } from "#server/contracts/score-service.ts";

type Row = typeof scoreServices.$inferSelect;

/** Registers a service, or registers the project's service anew; its scores of before are kept. */
export async function saveScoreService(
  db: Database,
  values: Pick<
    Row,
    "projectId" | "config" | "sealedTokens" | "modelVersion" | "scale" | "fingerprint" | "probe"
  >,
): Promise<void> {
  const fresh = {
    failingSince: null,
    fault: null,
    failures: 0,
    retryAt: null,
    answeredAt: sql`now()`,
    createdAt: sql`now()`,
  };
  await db
    .insert(scoreServices)
    .values({ ...values, ...fresh })
    .onConflictDoUpdate({ target: scoreServices.projectId, set: { ...values, ...fresh } });
}

export async function findScoreService(db: Database, projectId: string) {
  const rows = await db.select().from(scoreServices).where(eq(scoreServices.projectId, projectId));
  const row = rows.at(0);
  return row === undefined ? null : parseRow(row);
}
export type ScoreServiceRecord = NonNullable<Awaited<ReturnType<typeof findScoreService>>>;

/** Services that may be asked now, those that have waited longest first. */
export async function listAskableServices(db: Database): Promise<ScoreServiceRecord[]> {
  const rows = await db
    .select()
    .from(scoreServices)
    .where(or(isNull(scoreServices.retryAt), lte(scoreServices.retryAt, sql`now()`)))
    .orderBy(asc(scoreServices.answeredAt));
  return rows.map(parseRow);
}

export async function deleteScoreService(db: Database, projectId: string): Promise<boolean> {
  const rows = await db
    .delete(scoreServices)
    .where(eq(scoreServices.projectId, projectId))
    .returning({ id: scoreServices.id });
  return rows.length > 0;
}

type Asked = Pick<ScoreServiceRecord, "id" | "config" | "sealedTokens">;

/**
 * Notes as whom a service presents itself, which proves nothing about its work: whatever fails goes
 * on failing.
 * @returns false when it was removed or registered anew meanwhile
 */
export async function recordServiceVersion(
  db: Database,
  asked: Asked,
  version: Pick<Row, "modelVersion" | "scale" | "fingerprint">,
): Promise<boolean> {
  const rows = await db
    .update(scoreServices)
    .set(version)
    .where(isSameRegistration(asked))
    .returning({ id: scoreServices.id });
  return rows.length > 0;
}

/**
 * Notes that a service answered, and as whom; whatever failed is over.
 * @returns false when it was removed or registered anew meanwhile: what it said then counts for nothing
 */
export async function recordServiceAnswer(
  db: Database,
  asked: Asked,
  answer: Pick<Row, "modelVersion" | "scale" | "fingerprint">,
): Promise<boolean> {
  const over = { failingSince: null, fault: null, failures: 0, retryAt: null };
  const rows = await db
    .update(scoreServices)
    .set({ ...answer, ...over, answeredAt: sql`now()` })
    .where(isSameRegistration(asked))
    .returning({ id: scoreServices.id });
  return rows.length > 0;
}

/** Notes a failure with when the service is to be asked again. */
export async function recordServiceFault(
  db: Database,
  asked: Asked,
  failure: {
    readonly fault: string;
    readonly pauseSecondsMax: number;
    /** What the service itself asks for, which may be longer; null when it asks for nothing. */
    readonly wantedSeconds: number | null;
  },
): Promise<void> {
  const grown = sql`least(${failure.pauseSecondsMax}::int, 5 * 2 ^ least(${scoreServices.failures}, 10))`;
  const pause = sql`greatest(${grown}, ${failure.wantedSeconds ?? 0}::float8)`;
  await db
    .update(scoreServices)
    .set({
      fault: failure.fault,
      failingSince: sql`coalesce(${scoreServices.failingSince}, now())`,
      failures: sql`${scoreServices.failures} + 1`,
      retryAt: sql`clock_timestamp() + make_interval(secs => ${pause})`,
    })
    .where(isSameRegistration(asked));
}

export async function storeProbe(
  db: Database,
  asked: Asked,
  probe: ScoreServiceRecord["probe"],
): Promise<void> {
  await db.update(scoreServices).set({ probe }).where(isSameRegistration(asked));
}

/** Locks the registration against change; false when it is another one, or another version. */
export async function holdServiceVersion(
  tx: Database,
  asked: Asked,
  modelVersion: string,
): Promise<boolean> {
  const rows = await tx
    .select({ id: scoreServices.id })
    .from(scoreServices)
    .where(and(isSameRegistration(asked), eq(scoreServices.modelVersion, modelVersion)))
    // As strong as what follows in the same transaction, so that two do not wait for each other.
    .for("no key update");
  return rows.length > 0;
}

function isSameRegistration({ id, config, sealedTokens }: Asked) {
  return and(
    eq(scoreServices.id, id),
    sql`${scoreServices.config} = ${JSON.stringify(config)}::jsonb`,
    sql`${scoreServices.sealedTokens} is not distinct from ${sealedTokens}`,
  );
}

function parseRow(row: Row) {
  return {
    ...row,
    config: scoreServiceConfig.parse(row.config),
    probe: row.probe === null ? null : probeResult.parse(row.probe),
    scale: rewardScales.find((scale) => scale === row.scale) ?? null,
  };
}
