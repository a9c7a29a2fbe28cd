import type { Database } from "#db/client.ts";
import { findAcknowledgedVersion, findGuidelines } from "#db/queries/guidelines.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import type { Annotator } from "./serve-pairs.ts";

/** How this project asks: the form as data, the guidelines, and how often a lease wants renewing. */
export async function findOpening(db: Database, annotator: Annotator) {
  const settings = await getProjectSettings(db, annotator.projectId);
  const guidelines = await findGuidelines(db, {
    projectId: annotator.projectId,
    version: settings.guidelinesVersion,
  });
  return {
    viewerId: annotator.annotatorId,
    form: settings.form,
    guidelines,
    acknowledgedVersion: await findAcknowledgedVersion(db, {
      projectId: annotator.projectId,
      userId: annotator.annotatorId,
    }),
    heartbeatSeconds: heartbeatSeconds(settings.policy.leaseSeconds),
    undoSeconds: settings.policy.undoSeconds,
  };
}

/** Shorter than the grace of a window that closes, which may be the person's other window. */
const heartbeatSecondsMax = 20;

function heartbeatSeconds(leaseSeconds: number): number {
  return Math.min(heartbeatSecondsMax, Math.max(2, Math.floor(leaseSeconds / 3)));
}
