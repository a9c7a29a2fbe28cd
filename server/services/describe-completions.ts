import type { Database } from "#db/client.ts";
import { insertFeatures, listFeatures, listTexts } from "#db/queries/features.ts";
import type { FeatureMatrix } from "#server/core/reward/feature-matrix.ts";
import { extractFeatures, featureCount, featureVersion } from "#server/core/reward/features.ts";
import { fromFloatBytes, toFloatBytes } from "./float-bytes.ts";

const batchSize = 500;

/**
 * Features of completions, one row each in the order asked for. They are computed when they are
 * first asked for and stored from then on, so that a project of any size costs what is used of it.
 */
export async function loadFeatures(
  db: Database,
  completionIds: readonly number[],
): Promise<FeatureMatrix> {
  const rowOf = new Map(completionIds.map((id, row) => [id, row]));
  const values = new Float64Array(completionIds.length * featureCount);
  const place = (id: number, features: Float64Array) =>
    values.set(features, (rowOf.get(id) ?? 0) * featureCount);
  for (let start = 0; start < completionIds.length; start += batchSize) {
    const batch = completionIds.slice(start, start + batchSize);
    const stored = await listFeatures(db, { completionIds: batch, featureVersion });
    for (const { completionId, features } of stored) place(completionId, fromFloatBytes(features));
    const known = new Set(stored.map((row) => row.completionId));
    const missing = batch.filter((id) => !known.has(id));
    for (const { id, features } of await computeFeatures(db, missing))
      place(id, fromFloatBytes(features));
  }
  return { width: featureCount, values };
}

async function computeFeatures(db: Database, completionIds: readonly number[]) {
  const texts = await listTexts(db, completionIds);
  if (texts.length !== completionIds.length) throw new Error("a completion is missing");
  const described = texts.map(({ id, messages, text }) => ({
    id,
    features: toFloatBytes(extractFeatures(messages, text)),
  }));
  await insertFeatures(
    db,
    described.map(({ id, features }) => ({ completionId: id, featureVersion, features })),
  );
  return described;
}
