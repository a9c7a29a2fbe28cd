import type { Database } from "#db/client.ts";
import { summariseScores } from "#db/queries/completion-scores.ts";
import { findScoreService } from "#db/queries/score-services.ts";

/** How the outside score service of a project does; null without one. Names no token. */
export async function describeScoreService(db: Database, projectId: string) {
  const service = await findScoreService(db, projectId);
  if (service === null) return null;
  const { id, config, modelVersion, scale, failingSince, fault, retryAt, answeredAt } = service;
  const scores =
    modelVersion === null
      ? null
      : await summariseScores(db, { projectId, serviceId: id, modelVersion });
  return {
    state: failingSince === null ? ("answering" as const) : ("failing" as const),
    failingSince,
    /** What it did wrong last, in words. */
    fault,
    retryAt,
    answeredAt,
    registeredAt: service.createdAt,
    config,
    hasToken: service.sealedTokens !== null,
    modelVersion,
    scale,
    findings: service.probe?.findings ?? [],
    gives: service.probe?.gives ?? null,
    completions: scores?.completions ?? 0,
    /** Those scored under the present version. */
    scored: scores === null ? 0 : scores.answered - scores.faulty,
    /** Those it answered for with a fault. */
    faulty: scores?.faulty ?? 0,
  };
}
