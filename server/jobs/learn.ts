import type { Database } from "#db/client.ts";
import { listProjectsToRank } from "#db/queries/queue.ts";
import { listStaleQueues } from "#db/queries/ranking-versions.ts";
import {
  listProjectsWithModels,
  listProjectsWithNews,
  listProjectsWithOtherScores,
} from "#db/queries/reward-models.ts";
import { logger } from "#server/logger.ts";
import { chooseLearningStep } from "#server/services/choose-learning-step.ts";
import { hasOtherScores } from "#server/services/has-other-scores.ts";
import { isNewestReadable } from "#server/services/is-newest-readable.ts";
import { rankPairs } from "#server/services/rank-pairs.ts";
import { trainRewardModel } from "#server/services/train-reward-model.ts";
import { updateModelOnline } from "#server/services/update-model-online.ts";
import { forEachApart } from "./for-each-apart.ts";
import { runExclusively } from "./run-exclusively.ts";

/** Brings reward models and queues up to date wherever judgments have come in. */
export async function learn(db: Database): Promise<void> {
  await forEachApart(await listProjectsWithNews(db), async (project) => {
    const step = chooseLearningStep(project);
    if (step === null) return;
    const { projectId, news } = project;
    await runExclusively(db, `learn:${projectId}`, async () => {
      const isFit = step === "fit";
      const version = await (isFit ? trainRewardModel : updateModelOnline)(db, projectId);
      if (version === null) return;
      const queued = await rankPairs(db, projectId);
      logger.info({ projectId, version, step, queued, news }, "reward model learned");
    });
  });
}

/** Fits anew where outside scores have come, changed their version or gone. */
export async function adoptScores(db: Database): Promise<void> {
  await forEachApart(await listProjectsWithOtherScores(db), async (projectId) => {
    if (!(await hasOtherScores(db, projectId))) return;
    await runExclusively(db, `learn:${projectId}`, async () => {
      const version = await trainRewardModel(db, projectId);
      if (version === null) return;
      await rankPairs(db, projectId);
      logger.info({ projectId, version }, "reward model fitted to other outside scores");
    });
  });
}

/** Fits anew where a newer installation can no longer read what an older one stored. */
export async function refitUnreadable(db: Database): Promise<void> {
  await forEachApart(await listProjectsWithModels(db), async (projectId) => {
    if (await isNewestReadable(db, projectId)) return;
    await runExclusively(db, `learn:${projectId}`, async () => {
      const version = await trainRewardModel(db, projectId);
      logger.info({ projectId, version }, "reward model of an older installation replaced");
    });
  });
}

/** Makes queues anew that another version made than the one that is to rank: it was promoted, or a
 * worker ended between learning and ranking. */
export async function rankStaleQueues(db: Database): Promise<void> {
  await forEachApart(await listStaleQueues(db), async (projectId) => {
    await runExclusively(db, `learn:${projectId}`, async () => {
      const queued = await rankPairs(db, projectId);
      logger.info({ projectId, queued }, "pairs ranked by another version");
    });
  });
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
