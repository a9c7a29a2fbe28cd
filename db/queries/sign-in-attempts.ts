import { and, count, eq, gt, lte, min, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { signInAttempts } from "#db/schema/sign-ins.ts";

type Window = { readonly key: string; readonly since: Date };

/** Attempts under one key are counted one after the other, so that a burst cannot slip through. */
export async function lockAttempts(db: Database, key: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 2))`);
}

export async function countAttempts(
  db: Database,
  params: Window,
): Promise<{ total: number; oldestAt: Date | null }> {
  const rows = await db
    .select({ total: count(), oldestAt: min(signInAttempts.attemptedAt) })
    .from(signInAttempts)
    .where(and(eq(signInAttempts.key, params.key), gt(signInAttempts.attemptedAt, params.since)));
  return rows.at(0) ?? { total: 0, oldestAt: null };
}

export async function insertAttempt(
  db: Database,
  params: { readonly key: string; readonly at: Date },
): Promise<number | null> {
  const rows = await db
    .insert(signInAttempts)
    .values({ key: params.key, attemptedAt: params.at })
    .returning({ id: signInAttempts.id });
  return rows.at(0)?.id ?? null;
}

export async function deleteAttempt(db: Database, attemptId: number): Promise<void> {
  await db.delete(signInAttempts).where(eq(signInAttempts.id, attemptId));
}

export async function deleteAttempts(db: Database, key: string): Promise<void> {
  await db.delete(signInAttempts).where(eq(signInAttempts.key, key));
}

export async function deleteAttemptsBefore(db: Database, params: Window): Promise<void> {
  await db
    .delete(signInAttempts)
    .where(and(eq(signInAttempts.key, params.key), lte(signInAttempts.attemptedAt, params.since)));
}
