import type { Database } from "#db/client.ts";
import {
  type ImportCounts,
  insertRejections,
  type Rejection,
  updateImportProgress,
} from "#db/queries/imports.ts";
import { Conflict } from "#server/errors.ts";

/** Often enough for a progress bar, seldom enough for the database. */
const writeEveryMs = 500;
/** Rejections held in memory at most, however fast they come. */
const rejectionsHeldMax = 1000;

export type ImportProgress = {
  readonly counts: ImportCounts;
  add(more: Partial<ImportCounts>): void;
  reject(rejection: Rejection): void;
  /** Writes what has gathered, if it is time to. */
  tick(): Promise<void>;
  /** Writes what has gathered, now. @throws Conflict when somebody has ended the import */
  flush(): Promise<void>;
};

/**
 * What a running import shows of itself, written outside its transaction so that others see it, and
 * renewed so that an import whose process died can be told from one that works.
 */
export function createImportProgress(db: Database, importId: string): ImportProgress {
  let counts: ImportCounts = {
    bytesRead: 0,
    rowsRead: 0,
    rowsRejected: 0,
    rowsDuplicate: 0,
    promptsAdded: 0,
    completionsAdded: 0,
    pairsAdded: 0,
    pairsDead: 0,
  };
  let rejections: Rejection[] = [];
  let writtenAt = 0;
  let writing: Promise<void> = Promise.resolve();

  function add(more: Partial<ImportCounts>): void {
    counts = addCounts(counts, more);
  }

  function reject(rejection: Rejection): void {
    rejections.push(rejection);
  }

  async function write(): Promise<void> {
    const gathered = rejections;
    rejections = [];
    writtenAt = Date.now();
    if (gathered.length > 0) await insertRejections(db, { importId, rejections: gathered });
    const isRunning = await updateImportProgress(db, { importId, counts });
    if (!isRunning) throw new Conflict("This import was ended before it was done.");
  }

  /** One at a time: reading and storing tick independently of each other. */
  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  async function tick(): Promise<void> {
    const isDue = Date.now() - writtenAt >= writeEveryMs;
    if (isDue || rejections.length >= rejectionsHeldMax) await flush();
  }

  return {
    get counts() {
      return counts;
    },
    add,
    reject,
    tick,
    flush,
  };
}

function addCounts(counts: ImportCounts, more: Partial<ImportCounts>): ImportCounts {
  return {
    bytesRead: counts.bytesRead + (more.bytesRead ?? 0),
    rowsRead: counts.rowsRead + (more.rowsRead ?? 0),
    rowsRejected: counts.rowsRejected + (more.rowsRejected ?? 0),
    rowsDuplicate: counts.rowsDuplicate + (more.rowsDuplicate ?? 0),
    promptsAdded: counts.promptsAdded + (more.promptsAdded ?? 0),
    completionsAdded: counts.completionsAdded + (more.completionsAdded ?? 0),
    pairsAdded: counts.pairsAdded + (more.pairsAdded ?? 0),
    pairsDead: counts.pairsDead + (more.pairsDead ?? 0),
  };
}
