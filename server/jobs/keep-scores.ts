import type { Database } from "#db/client.ts";
import { assignLocalEncoder } from "#db/queries/local-encoder.ts";
import { listAskableServices } from "#db/queries/score-services.ts";
import { logger } from "#server/logger.ts";
import { keepScores as keepScoresOf } from "#server/services/keep-scores.ts";
import type { ScoreTools } from "#server/services/score-tools.ts";
import { runExclusively } from "./run-exclusively.ts";

/** Each holds a connection of the pool while its service takes its time. */
const servicesAtOnce = 3;

/** Keeps the scores of outside services complete, some services at a time and one worker a service. */
export async function keepScores(
  db: Database,
  tools: ScoreTools,
  stop: AbortSignal,
): Promise<void> {
  const waiting = await listAskableServices(db);
  const lane = async () => {
    for (let service = waiting.shift(); service !== undefined; service = waiting.shift()) {
      const { id, projectId } = service;
      const asked = service;
      await runExclusively(db, `score:${id}`, async () => {
        const { stored } = await keepScoresOf(db, { service: asked, tools, stop });
        if (stored > 0) logger.info({ projectId, stored }, "completions scored");
      });
    }
  };
  await Promise.all(Array.from({ length: servicesAtOnce }, lane));
}

/** Gives projects without a score service the worker's own encoder, or takes it away. */
export async function assignEncoder(db: Database, model: string | null): Promise<void> {
  const projects = await assignLocalEncoder(db, model);
  if (projects > 0) logger.info({ model, projects }, "local encoder assigned");
}
