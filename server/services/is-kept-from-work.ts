import type { Database } from "#db/client.ts";
import type { ProjectSettings } from "#db/queries/projects.ts";
import { findQualification, listQuizPairs } from "#db/queries/quiz.ts";
import type { Annotator } from "./serve-pairs.ts";

/**
 * True while an annotator has yet to pass the quiz that the project requires. Reviewers and those
 * above them are not asked, and a quiz without questions keeps nobody.
 */
export async function isKeptFromWork(
  db: Database,
  annotator: Annotator,
  settings: ProjectSettings,
): Promise<boolean> {
  if (!settings.qualification.isRequired) return false;
  const held = await findQualification(db, annotator);
  if (held === null || held.role !== "annotator" || held.qualifiedAt !== null) return false;
  return (await listQuizPairs(db, annotator.projectId)).length > 0;
}
