import type { Database } from "#db/client.ts";
import {
  countAttempts,
  deleteAttempt,
  deleteAttempts,
  deleteAttemptsBefore,
  insertAttempt,
  lockAttempts,
} from "#db/queries/sign-in-attempts.ts";
import { TooMany } from "#server/errors.ts";

export const attemptWindowSeconds = 15 * 60;

/** Failures allowed per window: an address belongs to one person, a network may hold a class. */
export const attemptsMax = { email: 10, client: 60 } as const;

type AttemptKey = { readonly kind: keyof typeof attemptsMax; readonly value: string };

/** An attempt that was let through; forgiven once it has succeeded. */
export type Attempt = { readonly email: string; readonly clientAttemptId: number | null };

/**
 * Counts an attempt before it is made, so that many at once cannot all be under the limit. A
 * refused attempt is not counted: the wait ends.
 * @throws TooMany with the time to wait
 */
export async function admitAttempt(
  db: Database,
  params: { readonly email: string; readonly clientAddress: string },
  now = new Date(),
): Promise<Attempt> {
  const { email, clientAddress } = params;
  return await db.transaction(async (tx) => {
    await countAttempt(tx, { kind: "email", value: email }, now);
    const client: AttemptKey = { kind: "client", value: clientAddress };
    return { email, clientAttemptId: await countAttempt(tx, client, now) };
  });
}

/** Forgets a success and the failures of the same person that preceded it. */
export async function forgiveAttempt(db: Database, attempt: Attempt): Promise<void> {
  await deleteAttempts(db, storedKey({ kind: "email", value: attempt.email }));
  if (attempt.clientAttemptId !== null) await deleteAttempt(db, attempt.clientAttemptId);
}

async function countAttempt(tx: Database, attempt: AttemptKey, now: Date): Promise<number | null> {
  const key = storedKey(attempt);
  const since = new Date(now.getTime() - attemptWindowSeconds * 1000);
  await lockAttempts(tx, key);
  await deleteAttemptsBefore(tx, { key, since });
  const { total, oldestAt } = await countAttempts(tx, { key, since });
  if (total >= attemptsMax[attempt.kind]) refuse(oldestAt ?? now, now);
  return await insertAttempt(tx, { key, at: now });
}

function refuse(oldestAt: Date, now: Date): never {
  const waitedSeconds = (now.getTime() - oldestAt.getTime()) / 1000;
  const seconds = Math.max(1, Math.ceil(attemptWindowSeconds - waitedSeconds));
  const minutes = Math.ceil(seconds / 60);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  throw new TooMany(`Too many attempts. Try again in ${wait}.`, seconds);
}

function storedKey({ kind, value }: AttemptKey): string {
  return `${kind}:${value}`;
}
