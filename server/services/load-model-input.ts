import type { Database } from "#db/client.ts";
import { listPromptsOf, listScores } from "#db/queries/completion-scores.ts";
import type { RewardModelBasis } from "#server/contracts/reward-model.ts";
import type { FeatureMatrix } from "#server/core/reward/feature-matrix.ts";
import { countOutsideColumns, joinColumns } from "#server/core/reward/outside-columns.ts";
import { loadFeatures } from "./describe-completions.ts";
import {
  countMembers,
  type OutsideRow,
  type OutsideSpread,
  readOutside,
  spreadOf,
} from "./read-outside.ts";

/** What a model needs to know of completions, one row each in the order asked for. */
export type ModelInput = {
  /** Outside columns, centred within their prompt, then the text features. */
  readonly features: FeatureMatrix;
  /** 1 where the outside columns are not known; they are 0 there, the mean of the prompt. */
  readonly isMissing: Uint8Array;
  readonly prompts: Float64Array;
  readonly spread: OutsideSpread;
};

const completionsAtOnce = 2000;
const promptsAtOnce = 200;

/** Features of completions under a basis; null is the text features alone. */
export async function loadModelInput(
  db: Database,
  params: {
    readonly completionIds: readonly number[];
    readonly basis: RewardModelBasis | null;
  },
): Promise<ModelInput> {
  const { completionIds, basis } = params;
  const text = await loadFeatures(db, completionIds);
  if (basis === null) {
    const rows = completionIds.length;
    return {
      features: text,
      isMissing: new Uint8Array(rows),
      prompts: new Float64Array(rows),
      spread: spreadOf(Array(rows).fill(null), 0),
    };
  }
  const outside = await loadOutside(db, completionIds, basis);
  return { ...outside, features: joinColumns(outside.features, text) };
}

/**
 * The outside columns alone. Each is centred on the mean of the completions of its prompt that have
 * it: differences within a prompt, which are all that matters, stay what they were, and 0 becomes
 * the neutral value for one that is missing.
 */
export async function loadOutside(
  db: Database,
  completionIds: readonly number[],
  basis: RewardModelBasis,
): Promise<ModelInput> {
  const promptOf = await mapPrompts(db, completionIds);
  const width = countOutsideColumns(basis);
  const values = new Float64Array(completionIds.length * width);
  const isMissing = new Uint8Array(completionIds.length).fill(1);
  const doubts: (OutsideRow["doubt"] | null)[] = completionIds.map(() => null);
  const rowOf = new Map(completionIds.map((id, row) => [id, row]));
  const promptIds = [...new Set(promptOf.values())];
  for (let start = 0; start < promptIds.length; start += promptsAtOnce) {
    const batch = promptIds.slice(start, start + promptsAtOnce);
    for (const [completionId, { columns, doubt }] of await loadCentred(db, batch, basis)) {
      const row = rowOf.get(completionId);
      if (row === undefined) continue;
      values.set(columns, row * width);
      isMissing[row] = 0;
      doubts[row] = doubt;
    }
  }
  const prompts = Float64Array.from(completionIds, (id) => promptOf.get(id) ?? 0);
  return {
    features: { width, values },
    isMissing,
    prompts,
    spread: spreadOf(doubts, countMembers(doubts)),
  };
}

async function mapPrompts(
  db: Database,
  completionIds: readonly number[],
): Promise<Map<number, number>> {
  const promptOf = new Map<number, number>();
  for (let start = 0; start < completionIds.length; start += completionsAtOnce) {
    const batch = completionIds.slice(start, start + completionsAtOnce);
    for (const { id, promptId } of await listPromptsOf(db, batch)) promptOf.set(id, promptId);
  }
  return promptOf;
}

async function loadCentred(
  db: Database,
  promptIds: readonly number[],
  basis: RewardModelBasis,
): Promise<Map<number, OutsideRow>> {
  const { serviceId, serviceModelVersion: modelVersion } = basis;
  const found = await listScores(db, { serviceId, modelVersion, promptIds });
  const byPrompt = new Map<number, Map<number, OutsideRow>>();
  for (const { completionId, promptId, ...stored } of found) {
    const row = readOutside(stored, basis);
    if (row === null) continue;
    const rows = byPrompt.get(promptId) ?? new Map<number, OutsideRow>();
    byPrompt.set(promptId, rows.set(completionId, row));
  }
  return new Map([...byPrompt.values()].flatMap((rows) => [...centre(rows)]));
}

function centre(rows: ReadonlyMap<number, OutsideRow>): Map<number, OutsideRow> {
  const [first] = rows.values();
  const mean = new Float64Array(first?.columns.length ?? 0);
  for (const { columns } of rows.values()) {
    for (let k = 0; k < mean.length; k++) mean[k] += columns[k] / rows.size;
  }
  return new Map(
    [...rows].map(([id, { columns, doubt }]) => [
      id,
      { columns: columns.map((value, k) => value - mean[k]), doubt },
    ]),
  );
}
