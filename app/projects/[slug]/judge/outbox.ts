import { del, entries, set } from "idb-keyval";
import { z } from "zod";
import { recordJudgmentInput } from "#server/contracts/judgment.ts";

/** A judgment that the browser keeps until the server has acknowledged it. */
const outboxEntry = recordJudgmentInput
  .omit({ held: true })
  .extend({ projectId: z.uuid(), viewerId: z.uuid(), decidedAt: z.number() });
export type OutboxEntry = z.infer<typeof outboxEntry>;

/** Where a session keeps what it has not sent yet; IndexedDB outside tests. */
export type OutboxStore = {
  keep(entry: OutboxEntry): Promise<void>;
  forget(entry: OutboxEntry): Promise<void>;
  /** What this viewer left unsent in this project, oldest first. */
  list(): Promise<OutboxEntry[]>;
};

type Owner = { readonly projectId: string; readonly viewerId: string };

const prefix = "judgment:";

/** Entries survive a closed tab and a crashed browser, and each belongs to one viewer. */
export function createOutboxStore(owner: Owner): OutboxStore {
  return {
    keep: (entry) => set(prefix + entry.idempotencyKey, entry),
    forget: (entry) => del(prefix + entry.idempotencyKey),
    list: () => listEntries(owner),
  };
}

async function listEntries(owner: Owner): Promise<OutboxEntry[]> {
  const kept: OutboxEntry[] = [];
  // A browser that keeps nothing left nothing behind, and can judge all the same.
  for (const [key, value] of await entries().catch(() => [])) {
    if (typeof key !== "string" || !key.startsWith(prefix)) continue;
    const parsed = outboxEntry.safeParse(value);
    if (!parsed.success) continue;
    const { projectId, viewerId } = parsed.data;
    if (projectId === owner.projectId && viewerId === owner.viewerId) kept.push(parsed.data);
  }
  return kept.toSorted((a, b) => a.decidedAt - b.decidedAt);
}
