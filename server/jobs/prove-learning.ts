import type { Database } from "#db/client.ts";
import {
  finishRescoring,
  listPendingRescorings,
  listUnprovenFits,
} from "#db/queries/learning-proofs.ts";
import { Fault } from "#server/errors.ts";
import { logger } from "#server/logger.ts";
import { proveProject } from "#server/services/prove-project.ts";
import { rescoreProject } from "#server/services/rescore-project.ts";
import { forEachApart } from "./for-each-apart.ts";
import { runExclusively } from "./run-exclusively.ts";

const growth = 1.1;
const ageSecondsMax = 60;

/** Keeps proof pages near the newest fit: after a tenth more judgments, or when a fit has stood a while. */
export async function proveLearning(db: Database): Promise<void> {
  const unproven = await listUnprovenFits(db);
  const due = unproven.filter(
    ({ trainedOn, provenOn, ageSeconds }) =>
      trainedOn >= growth * provenOn || ageSeconds >= ageSecondsMax,
  );
  await forEachApart(due, async ({ projectId, version }) => {
    await runExclusively(db, `prove:${projectId}`, async () => {
      if (await proveProject(db, { projectId, version })) {
        logger.info({ projectId, version }, "learning proved");
      }
    });
  });
}

/** Answers what ranking under another version would change. */
export async function answerRescorings(db: Database): Promise<void> {
  await forEachApart(await listPendingRescorings(db), async ({ id, projectId, version }) => {
    await runExclusively(db, `rescore:${id}`, async () => {
      try {
        const report = await rescoreProject(db, { projectId, version });
        await finishRescoring(db, { id, report, fault: null });
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        await finishRescoring(db, { id, report: null, fault: error.message });
      }
    });
  });
}
