import { del, entries, set } from "idb-keyval";
import type { z } from "zod";
import type { outboxEntry } from "./kept-schemas.ts";
import { loadKeptSchemas } from "./load-kept-schemas.ts";

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
  // A browser that keeps nothing left nothing behind, and can judge all the same.
  const stored = (await entries().catch(() => [])).filter(
    ([key]) => typeof key === "string" && key.startsWith(prefix),
  );
  if (stored.length === 0) return [];
  const schemas = await loadKeptSchemas();
  const kept: OutboxEntry[] = [];
  for (const [, value] of stored) {
    const parsed = schemas.outboxEntry.safeParse(value);
    if (!parsed.success) continue;
    const { projectId, viewerId } = parsed.data;
    if (projectId === owner.projectId && viewerId === owner.viewerId) kept.push(parsed.data);
  }
  return kept.toSorted((a, b) => a.decidedAt - b.decidedAt);
}
