import { createStore, entries, promisifyRequest } from "idb-keyval";
import { type Draft, emptyDraft } from "./answers/draft.ts";
import { loadKeptSchemas } from "./load-kept-schemas.ts";
import { forgetParked, parkDrafts, readParked, unparkDrafts } from "./parked-drafts.ts";

/** Where a session keeps what was typed or ticked and not submitted; IndexedDB outside tests. */
export type DraftStore = {
  /** This viewer's drafts in this project, by assignment. */
  list(): Promise<ReadonlyMap<string, Draft>>;
  /** Written within a moment, or at once by `flush`. */
  keep(assignmentId: string, draft: Draft): void;
  forget(assignmentId: string): void;
  flush(): Promise<void>;
};

type Owner = { readonly projectId: string; readonly viewerId: string };

/** A pause in typing after which it is written. */
const writeAfterMs = 150;
/** Longer than any lease that can still be resumed. */
const keptForMs = 30 * 24 * 3600 * 1000;

/** Drafts survive a reload and a crash, and each belongs to one viewer, as the outbox does. */
export function createDraftStore({ viewerId, projectId }: Owner): DraftStore {
  const openStore = createStore("tiebreak-drafts", "drafts");
  const prefix = `${viewerId}:${projectId}:`;
  let waiting = new Map<string, Draft | null>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Committed without waiting for the answer, because the page may be on its way out. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    const changes = waiting;
    waiting = new Map();
    if (changes.size === 0) return;
    await openStore("readwrite", (store) => {
      for (const [assignmentId, draft] of changes) {
        if (draft === null) store.delete(prefix + assignmentId);
        else store.put({ savedAt: Date.now(), draft }, prefix + assignmentId);
      }
      store.transaction.commit();
      return promisifyRequest(store.transaction);
    });
  }

  function write(assignmentId: string, draft: Draft | null): void {
    waiting.set(assignmentId, draft);
    clearTimeout(timer);
    // A browser that keeps nothing says so when the first judgment is made.
    timer = setTimeout(() => void flush().catch(() => undefined), writeAfterMs);
  }

  /**
   * The page may be on its way out: the page after it might read before the database has written, so
   * what is waiting is also put where writing takes no time.
   */
  async function flushAtOnce(): Promise<void> {
    const parked = parkDrafts(prefix, waiting);
    await flush().catch(() => undefined);
    if (parked !== null) unparkDrafts(prefix, parked);
  }

  return {
    list: () => listDrafts(openStore, prefix),
    keep: (assignmentId, draft) => write(assignmentId, isEmpty(draft) ? null : draft),
    forget: (assignmentId) => write(assignmentId, null),
    flush: flushAtOnce,
  };
}

type Store = ReturnType<typeof createStore>;

/** Own drafts; those of anybody that have grown old are removed on the way. */
async function listDrafts(openStore: Store, prefix: string): Promise<Map<string, Draft>> {
  const drafts = new Map<string, Draft>();
  const old: IDBValidKey[] = [];
  const parked = readParked(prefix);
  const ofIndex = await entries<IDBValidKey, unknown>(openStore).catch(() => []);
  await settleParked(openStore, prefix, parked).catch(() => undefined);
  const stored = [...new Map([...ofIndex, ...parked])].filter(([, value]) => value !== null);
  if (stored.length === 0) return drafts;
  const schemas = await loadKeptSchemas();
  for (const [key, value] of stored) {
    const kept = schemas.keptDraft.safeParse(value);
    if (!kept.success || kept.data.savedAt < Date.now() - keptForMs) old.push(key);
    else if (typeof key === "string" && key.startsWith(prefix)) {
      drafts.set(key.slice(prefix.length), kept.data.draft);
    }
  }
  if (old.length > 0) {
    await openStore("readwrite", (store) => {
      for (const key of old) store.delete(key);
      return promisifyRequest(store.transaction);
    });
  }
  return drafts;
}

/** Writes what the page before had no time to write; where nothing can be written it stays parked. */
async function settleParked(
  openStore: Store,
  prefix: string,
  parked: readonly [string, unknown][],
): Promise<void> {
  if (parked.length === 0) return;
  await openStore("readwrite", (store) => {
    for (const [key, value] of parked) {
      if (value === null) store.delete(key);
      else store.put(value, key);
    }
    return promisifyRequest(store.transaction);
  });
  forgetParked(prefix);
}

function isEmpty(draft: Draft): boolean {
  return JSON.stringify(draft) === JSON.stringify(emptyDraft);
}
