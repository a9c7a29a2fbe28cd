import type { Database } from "#db/client.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import { countQueue, listQueue } from "#db/queries/queue.ts";
import { countLearningJudgments } from "#db/queries/reward-models.ts";

const entriesMax = 20;

/** The head of the queue with its reasons, and how far learning is from choosing at all. */
export async function describeQueue(db: Database, projectId: string) {
  const { policy } = await getProjectSettings(db, projectId);
  return {
    entries: await listQueue(db, { projectId, limit: entriesMax }),
    counts: await countQueue(db, projectId),
    arms: policy.arms,
    /** The project's; an entry names its own where another had to stand in. */
    policyName: policy.policyName,
    warmup: { needed: policy.warmupJudgments, done: await countLearningJudgments(db, projectId) },
  };
}
