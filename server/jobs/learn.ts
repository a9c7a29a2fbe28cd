import type { Database } from "#db/client.ts";
import { listProjectsToRank } from "#db/queries/queue.ts";
import { listProjectsWithNews } from "#db/queries/reward-models.ts";
import { logger } from "#server/logger.ts";
import { rankPairs } from "#server/services/rank-pairs.ts";
import { trainRewardModel } from "#server/services/train-reward-model.ts";
import { isTrainingDue } from "#server/services/training-due.ts";
import { runExclusively } from "./run-exclusively.ts";

/** Brings reward models and queues up to date wherever judgments have come in. */
export async function learn(db: Database): Promise<void> {
  for (const project of await listProjectsWithNews(db)) {
    if (!isTrainingDue(project)) continue;
    const { projectId } = project;
    await runExclusively(db, `learn:${projectId}`, async () => {
      const version = await trainRewardModel(db, projectId);
      if (version === null) return;
      const queued = await rankPairs(db, projectId);
      logger.info({ projectId, version, queued, news: project.news }, "reward model trained");
    });
  }
}

/** Fills the queues that have run dry or were emptied by a change of policy. */
export async function refillQueues(db: Database): Promise<void> {
  for (const projectId of await listProjectsToRank(db)) {
    await runExclusively(db, `learn:${projectId}`, async () => {
      const queued = await rankPairs(db, projectId);
      logger.info({ projectId, queued }, "queue filled anew");
    });
  }
}
