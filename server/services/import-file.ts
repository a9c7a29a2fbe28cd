import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "#db/client.ts";
import { preferIndexes } from "#db/queries/import-content.ts";
import { failImport, finishImport, takeImportTurn } from "#db/queries/imports.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import type { ImportRow, ReadRows, RowOutcome } from "#server/adapters/importers/import-row.ts";
import type { SelectionPolicy } from "#server/contracts/project-settings.ts";
import { Conflict, Fault, Invalid } from "#server/errors.ts";
import { createImportProgress, type ImportProgress } from "./import-progress.ts";
import { storeRows } from "./store-rows.ts";
import { interrupted, watchUpload } from "./watch-upload.ts";

const batchRows = 500;
const batchCompletions = 2_000;
const batchCharacters = 4_000_000;
const rejectionsMax = 100_000;
const waitForTurnMs = 500;

export type ImportFileParams = {
  readonly projectId: string;
  /** An import that has been begun. */
  readonly importId: string;
  readonly source: AsyncIterable<Uint8Array>;
  readonly bytesTotal: number | null;
  readonly readRows: ReadRows;
  /** Aborted when whoever uploads has gone. */
  readonly signal?: AbortSignal;
};

/**
 * Imports a whole file in one transaction: either every good row is there afterwards, or nothing
 * is and the import says why. Imports of one project take turns.
 * @throws what made it fail; an expected fault carries a sentence for the manager
 */
export async function importFile(db: Database, params: ImportFileParams): Promise<void> {
  const progress = createImportProgress(db, params.importId);
  try {
    while (!(await runInTurn(db, params, progress))) {
      if (params.signal?.aborted) throw new Invalid(interrupted);
      await wait(waitForTurnMs);
      await progress.tick();
    }
  } catch (error) {
    // What was rejected until then may be what the manager needs to see.
    await progress.flush().catch(() => {});
    const { projectId, importId } = params;
    await failImport(db, { projectId, importId, fault: sentenceOf(error) });
    throw error;
  }
}

/** False, with nothing read, when another import has the turn. */
async function runInTurn(
  db: Database,
  params: ImportFileParams,
  progress: ImportProgress,
): Promise<boolean> {
  const over = new AbortController();
  const { signal: gone } = params;
  const stop = gone === undefined ? over.signal : AbortSignal.any([gone, over.signal]);
  const run = (tx: Database) => readAndStore(tx, { ...params, progress, stop });
  try {
    return await db.transaction(run);
  } finally {
    // When its connection is lost the transaction is over while `run` still reads; what it sent
    // afterwards would be stored outside of any transaction once the connection is opened again.
    over.abort();
  }
}

type Run = ImportFileParams & {
  readonly progress: ImportProgress;
  /** The sender has gone, or the transaction is over. */
  readonly stop: AbortSignal;
};

async function readAndStore(tx: Database, run: Run): Promise<boolean> {
  const { projectId, importId, progress } = run;
  if (!(await takeImportTurn(tx, projectId))) return false;
  await preferIndexes(tx);
  const { policy } = await getProjectSettings(tx, projectId);
  const store = createStore(tx, { projectId, policy }, run);
  const upload = watched(run);
  try {
    for await (const outcome of run.readRows(upload)) await takeOutcome(outcome, store, progress);
  } finally {
    await upload.return(undefined);
  }
  await store.flush();
  // The last write from outside; from here on this transaction holds the row of the import.
  await progress.flush();
  refuseStopped(run.stop);
  const isDone = await finishImport(tx, { importId, counts: progress.counts });
  if (!isDone) throw new Conflict("This import was ended before it was done.");
  return true;
}

function refuseStopped(stop: AbortSignal): void {
  if (stop.aborted) throw new Invalid(interrupted);
}

function watched({ source, bytesTotal, progress, stop }: Run) {
  return watchUpload(source, {
    bytesTotal,
    signal: stop,
    onBytes: async (bytesRead) => {
      progress.add({ bytesRead });
      await progress.tick();
    },
  });
}

type Store = { add(row: ImportRow): Promise<void>; flush(): Promise<void> };

/** Gathers rows into batches that are large enough to be quick and small enough to hold. */
function createStore(
  tx: Database,
  target: { readonly projectId: string; readonly policy: SelectionPolicy },
  { progress, stop }: Pick<Run, "progress" | "stop">,
): Store {
  let rows: ImportRow[] = [];
  let completions = 0;
  let characters = 0;

  async function flush(): Promise<void> {
    const batch = rows;
    rows = [];
    completions = 0;
    characters = 0;
    refuseStopped(stop);
    progress.add(await storeRows(tx, target, batch));
  }

  async function add(row: ImportRow): Promise<void> {
    rows.push(row);
    completions += row.completions.length;
    for (const { text } of row.completions) characters += text.length;
    for (const { content } of row.messages) characters += content.length;
    const isFull =
      rows.length >= batchRows || completions >= batchCompletions || characters >= batchCharacters;
    if (isFull) await flush();
  }

  return { add, flush };
}

async function takeOutcome(
  outcome: RowOutcome,
  store: Store,
  progress: ImportProgress,
): Promise<void> {
  const { line, excerpt } = outcome;
  progress.add({ rowsRead: 1 });
  if ("reason" in outcome) {
    progress.add({ rowsRejected: 1 });
    progress.reject({ line, reason: outcome.reason, excerpt });
    refuseTooMany(progress);
  } else {
    if (outcome.notice !== null) progress.reject({ line, reason: outcome.notice, excerpt });
    await store.add(outcome.row);
  }
  await progress.tick();
}

function refuseTooMany(progress: ImportProgress): void {
  if (progress.counts.rowsRejected <= rejectionsMax) return;
  throw new Invalid(
    `More than ${rejectionsMax} rows could not be read, so the file is probably not what it was meant to be. Nothing was imported.`,
  );
}

function sentenceOf(error: unknown): string {
  if (error instanceof Fault) return error.message;
  return "Something went wrong on our side, and nothing was imported. Please import the file again.";
}
