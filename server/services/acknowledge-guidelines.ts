import type { Database } from "#db/client.ts";
import { findGuidelines, insertAcknowledgement } from "#db/queries/guidelines.ts";
import { NotFound } from "#server/errors.ts";
import type { Annotator } from "./serve-pairs.ts";

/** Notes that an annotator has read a version of the guidelines. */
export async function acknowledgeGuidelines(
  db: Database,
  params: Annotator & { readonly version: number },
): Promise<void> {
  const { projectId, annotatorId, version } = params;
  if ((await findGuidelines(db, { projectId, version })) === null) {
    throw new NotFound("There is no such version of the guidelines.");
  }
  await insertAcknowledgement(db, { projectId, version, userId: annotatorId });
}
