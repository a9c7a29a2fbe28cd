import type { Database } from "#db/client.ts";
import { extendLeases, listClosedAssignments, listLeases } from "#db/queries/assignments.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import { renewedUntil } from "./serve-next.ts";
import type { Annotator } from "./serve-pairs.ts";

/**
 * Renews the annotator's leases and says what has become of those a window holds: still theirs, or
 * judged or skipped in another window.
 */
export async function renewLeases(
  db: Database,
  params: Annotator & { readonly held: readonly string[] },
) {
  const { held, ...annotator } = params;
  const { policy } = await getProjectSettings(db, annotator.projectId);
  await extendLeases(db, { ...annotator, leaseSeconds: policy.leaseSeconds });
  const leases = await listLeases(db, annotator);
  return {
    assignmentIds: leases.map((lease) => lease.assignmentId),
    closedIds: await listClosedAssignments(db, { ...annotator, assignmentIds: held }),
    renewedUntil: renewedUntil(leases),
  };
}
