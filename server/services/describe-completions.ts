import type { Database } from "#db/client.ts";
import { insertFeatures, listFeatures, listUndescribedCompletions } from "#db/queries/features.ts";
import type { FeatureMatrix } from "#server/core/reward/feature-matrix.ts";
import { extractFeatures, featureCount, featureVersion } from "#server/core/reward/features.ts";
import { fromFloatBytes, toFloatBytes } from "./float-bytes.ts";

const batchSize = 500;

/** Computes and stores the features that a project's completions still lack; returns how many. */
export async function describeCompletions(db: Database, projectId: string): Promise<number> {
  let described = 0;
  for (;;) {
    const missing = { projectId, featureVersion, limit: batchSize };
    const batch = await listUndescribedCompletions(db, missing);
    if (batch.length === 0) return described;
    await insertFeatures(
      db,
      batch.map(({ id, messages, text }) => ({
        completionId: id,
        featureVersion,
        features: toFloatBytes(extractFeatures(messages, text)),
      })),
    );
    described += batch.length;
  }
}

/** Stored features of completions, one row each in the order asked for. */
export async function loadFeatures(
  db: Database,
  completionIds: readonly number[],
): Promise<FeatureMatrix> {
  const rowOf = new Map(completionIds.map((id, row) => [id, row]));
  const values = new Float64Array(completionIds.length * featureCount);
  for (let start = 0; start < completionIds.length; start += batchSize) {
    const batch = completionIds.slice(start, start + batchSize);
    const found = await listFeatures(db, { completionIds: batch, featureVersion });
    if (found.length !== batch.length) throw new Error("features of a completion are missing");
    for (const { completionId, features } of found) {
      values.set(fromFloatBytes(features), (rowOf.get(completionId) ?? 0) * featureCount);
    }
  }
  return { width: featureCount, values };
}
