import type { Database } from "#db/client.ts";
import {
  type DeadPair,
  ensureModels,
  findPromptIds,
  type InsertedPair,
  insertCompletions,
  insertPolicyPairs,
  insertPrompts,
  insertReadyPairs,
  type KnownCompletion,
  listCompletionsOf,
  type NewPair,
  type ReadyPair,
} from "#db/queries/import-content.ts";
import type { ImportedCompletion, ImportRow } from "#server/adapters/importers/import-row.ts";
import type { SelectionPolicy } from "#server/contracts/project-settings.ts";
import { hashConversation, hashText, sliceOf } from "./content-hash.ts";
import { findDeadResponses } from "./find-dead-responses.ts";

export type StoredCounts = {
  readonly promptsAdded: number;
  readonly completionsAdded: number;
  readonly pairsAdded: number;
  /** Of those, pairs that are never served. */
  readonly pairsDead: number;
  /** Rows that added neither a prompt nor a completion nor a pair of their own. */
  readonly rowsDuplicate: number;
};

type Target = { readonly projectId: string; readonly policy: SelectionPolicy };

/** Names of the models of ready-made pairs, whose completions are compared in those pairs only. */
const readyModels = ["chosen", "rejected"] as const;

type HashedCompletion = ImportedCompletion & { readonly contentHash: string };
type HashedRow = Omit<ImportRow, "completions"> & {
  readonly contentHash: string;
  readonly completions: readonly HashedCompletion[];
};

/**
 * Adds rows to a project: what is there already stays as it is, further completions join their
 * prompt, and pairs are formed by the project's policy. Run it inside a transaction.
 */
export async function storeRows(
  tx: Database,
  target: Target,
  rows: readonly ImportRow[],
): Promise<StoredCounts> {
  if (rows.length === 0) return noneStored;
  const hashed = rows.map(hashRow);
  const newPrompts = await storePrompts(tx, target, hashed);
  const contentHashes = [...new Set(hashed.map((row) => row.contentHash))];
  const promptIds = await findPromptIds(tx, { projectId: target.projectId, contentHashes });
  const completions = await storeCompletions(tx, { ...target, promptIds }, hashed);
  const readyPairs = hashed.flatMap((row) => completions.readyPairOf(row) ?? []);
  const readyPromptIds = promptIdsOf(hashed.filter(isReady), promptIds);
  const pairs = await storePairs(tx, target, {
    readyPairs,
    readyPromptIds,
    promptIds: promptIdsOf(hashed.filter(isResponses), promptIds),
    // Without a new response a prompt forms no new pair, unless the rows name one.
    dead: await findDeadResponses(tx, [
      ...new Set([...readyPromptIds, ...completions.inserted.map((one) => one.promptId)]),
    ]),
  });
  const added = [...pairs.ready, ...pairs.formed];
  return {
    promptsAdded: newPrompts.length,
    completionsAdded: completions.inserted.length,
    pairsAdded: added.length,
    pairsDead: added.filter((pair) => pair.isDead).length,
    rowsDuplicate: countDuplicates(hashed, { newPrompts, completions, newPairs: pairs.ready }),
  };
}

const noneStored: StoredCounts = {
  promptsAdded: 0,
  completionsAdded: 0,
  pairsAdded: 0,
  pairsDead: 0,
  rowsDuplicate: 0,
};

function hashRow(row: ImportRow): HashedRow {
  return {
    ...row,
    contentHash: hashConversation(row.messages),
    completions: row.completions.map((one) => ({ ...one, contentHash: hashText(one.text) })),
  };
}

function isResponses(row: HashedRow): boolean {
  return row.kind === "responses";
}

function isReady(row: HashedRow): boolean {
  return row.kind === "preference";
}

function promptIdsOf(
  rows: readonly HashedRow[],
  promptIds: ReadonlyMap<string, number>,
): readonly number[] {
  return [...new Set(rows.flatMap((row) => promptIds.get(row.contentHash) ?? []))];
}

async function storePrompts(
  tx: Database,
  { projectId, policy }: Target,
  rows: readonly HashedRow[],
): Promise<string[]> {
  return await insertPrompts(
    tx,
    rows.map((row) => ({
      projectId,
      sourceId: row.sourceId,
      messages: [...row.messages],
      category: row.category,
      language: row.language,
      tags: [...row.tags],
      contentHash: row.contentHash,
      slice: sliceOf(row.contentHash, policy.holdoutShare),
    })),
  );
}

type StoredCompletions = {
  readonly inserted: readonly KnownCompletion[];
  keyOf(row: HashedRow, completion: HashedCompletion): string;
  readyPairOf(row: HashedRow): ReadyPair | null;
};

async function storeCompletions(
  tx: Database,
  target: Target & { readonly promptIds: ReadonlyMap<string, number> },
  rows: readonly HashedRow[],
): Promise<StoredCompletions> {
  const { projectId, promptIds } = target;
  const names = [...new Set(rows.flatMap((row) => row.completions.map((one) => one.model)))];
  const modelIds = await ensureModels(tx, { projectId, names });
  const placeOf = (row: HashedRow, completion: HashedCompletion) => ({
    promptId: idIn(promptIds, row.contentHash),
    modelId: idIn(modelIds, completion.model),
    contentHash: completion.contentHash,
  });
  const inserted = await insertCompletions(
    tx,
    rows.flatMap((row) =>
      row.completions.map((one) => ({
        ...placeOf(row, one),
        text: one.text,
        generation: one.generation,
      })),
    ),
  );
  const ready = rows.filter(isReady);
  const known = await listCompletionsOf(tx, promptIdsOf(ready, promptIds));
  const idOfKey = new Map(known.map((one) => [toKey(one), one.id]));
  const keyOf = (row: HashedRow, one: HashedCompletion) => toKey(placeOf(row, one));

  function readyPairOf(row: HashedRow): ReadyPair | null {
    const [chosen, rejected] = row.completions;
    if (isResponses(row) || chosen === undefined || rejected === undefined) return null;
    return {
      chosenId: idIn(idOfKey, keyOf(row, chosen)),
      rejectedId: idIn(idOfKey, keyOf(row, rejected)),
    };
  }

  return { inserted, keyOf, readyPairOf };
}

type CompletionPlace = Pick<KnownCompletion, "promptId" | "modelId" | "contentHash">;

function toKey({ promptId, modelId, contentHash }: CompletionPlace): string {
  return `${promptId}/${modelId}/${contentHash}`;
}

function idIn(ids: ReadonlyMap<string, number>, key: string): number {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`${key} was stored but is not there`);
  return id;
}

async function storePairs(
  tx: Database,
  { projectId, policy }: Target,
  params: {
    readonly readyPairs: readonly ReadyPair[];
    readonly readyPromptIds: readonly number[];
    readonly promptIds: readonly number[];
    readonly dead: readonly DeadPair[];
  },
): Promise<{ ready: readonly NewPair[]; formed: readonly NewPair[] }> {
  const { pairing, targetJudgments } = policy;
  const { readyPairs: pairs, readyPromptIds, promptIds, dead } = params;
  const shared = { projectId, targetJudgments, dead };
  const ready = { ...shared, pairs, promptIds: readyPromptIds };
  const formed = { ...shared, pairing, promptIds, readyModels };
  return {
    ready: await insertReadyPairs(tx, ready),
    formed: await insertPolicyPairs(tx, formed),
  };
}

/** What is new is credited to the first row that brought it; rows left without any are duplicates. */
function countDuplicates(
  rows: readonly HashedRow[],
  added: {
    readonly newPrompts: readonly string[];
    readonly completions: StoredCompletions;
    readonly newPairs: readonly InsertedPair[];
  },
): number {
  const { completions } = added;
  const fresh = new Set([
    ...added.newPrompts,
    ...completions.inserted.map(toKey),
    ...added.newPairs.map(({ firstId, secondId }) => `${firstId}-${secondId}`),
  ]);
  const isDuplicate = (row: HashedRow) => {
    const pair = completions.readyPairOf(row);
    const brought = [
      row.contentHash,
      ...row.completions.map((one) => completions.keyOf(row, one)),
      ...(pair === null ? [] : [pairKeyOf(pair)]),
    ];
    return brought.map((key) => fresh.delete(key)).every((wasFresh) => !wasFresh);
  };
  return rows.filter(isDuplicate).length;
}

function pairKeyOf({ chosenId, rejectedId }: ReadyPair): string {
  return `${Math.min(chosenId, rejectedId)}-${Math.max(chosenId, rejectedId)}`;
}
