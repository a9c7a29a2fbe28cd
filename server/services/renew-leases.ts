import type { Database } from "#db/client.ts";
import { extendLeases, listLeases } from "#db/queries/assignments.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import type { Annotator } from "./serve-pairs.ts";

/** Renews the annotator's leases and names those that are still theirs. */
export async function renewLeases(
  db: Database,
  annotator: Annotator,
): Promise<{ assignmentIds: string[] }> {
  const { policy } = await getProjectSettings(db, annotator.projectId);
  await extendLeases(db, { ...annotator, leaseSeconds: policy.leaseSeconds });
  const leases = await listLeases(db, annotator);
  return { assignmentIds: leases.map((lease) => lease.assignmentId) };
}
