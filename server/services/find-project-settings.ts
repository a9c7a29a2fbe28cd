import type { Database } from "#db/client.ts";
import { countRecordedJudgments } from "#db/queries/export-rows.ts";
import { findGuidelines } from "#db/queries/guidelines.ts";
import { getProjectSettings } from "#db/queries/projects.ts";

/** What a manager may see and change about how a project asks and serves. */
export async function findProjectSettings(db: Database, projectId: string) {
  const { form, policy, guidelinesVersion } = await getProjectSettings(db, projectId);
  const held = await findGuidelines(db, { projectId, version: guidelinesVersion });
  const { current: judgments } = await countRecordedJudgments(db, projectId);
  return { form, policy, guidelinesVersion, guidelines: held?.markdown ?? "", judgments };
}
