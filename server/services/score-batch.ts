import type { Database } from "#db/client.ts";
import { insertScores, type listUnscored, type NewScore } from "#db/queries/completion-scores.ts";
import { holdServiceVersion, recordServiceAnswer } from "#db/queries/score-services.ts";
import { ScoreServiceFault } from "#server/errors.ts";
import { doubtAnswers } from "./doubt-answers.ts";
import { readItemScore } from "./read-item-score.ts";
import type { ScoreRun } from "./score-run.ts";

export type Scorable = Awaited<ReturnType<typeof listUnscored>>[number];

/**
 * Asks about completions in one call and stores what comes back, all of it or nothing.
 * @returns how many were stored; null when the service became another one, under which nothing is
 * @throws ScoreServiceFault when the answers cannot be what they pretend to be
 */
export async function scoreBatch(
  db: Database,
  run: ScoreRun,
  batch: readonly Scorable[],
): Promise<number | null> {
  const { adapter, described, tools } = run;
  const items = toItems(batch);
  const reply = await adapter.score(items, run.limitCall());
  // The next run asks anew who the service is.
  if (reply.modelVersion !== described.modelVersion || reply.scale !== described.scale) return null;
  const misplaced = await tools.findMisplaced(adapter, { items, reply }, run.limitCall());
  if (misplaced !== null) throw new ScoreServiceFault("bad_reply", misplaced);
  const answers = batch.map((completion, index) => ({
    completion,
    score: readItemScore(reply.items[index]),
  }));
  const doubt = await doubtAnswers(db, run, answers);
  if (doubt?.keeps === false) throw new ScoreServiceFault("bad_reply", doubt.fault);
  const rows = answers.map(({ completion, score }) => ({
    ...score,
    mayPass: score.mayPass || doubt !== null,
    completionId: completion.id,
  }));
  const stored = await storeAnswers(db, run, { rows, isAnswer: doubt === null });
  if (doubt !== null) throw new ScoreServiceFault("bad_reply", doubt.fault);
  return stored;
}

export function toItems(batch: readonly Scorable[]) {
  return batch.map(({ id, messages, text }) => ({ id: String(id), messages, answer: text }));
}

/** Null when the service is another one by now. With `isAnswer` whatever failed is over. */
export async function storeAnswers(
  db: Database,
  { service, adapter, described }: ScoreRun,
  answers: {
    readonly rows: readonly Omit<NewScore, "serviceId" | "modelVersion">[];
    readonly isAnswer: boolean;
  },
): Promise<number | null> {
  const { modelVersion, scale, fingerprint } = described;
  const source = { serviceId: service.id, modelVersion };
  const rows = answers.rows.map((row) => ({ ...row, ...source }));
  return await db.transaction(async (tx) => {
    if (!(await holdServiceVersion(tx, service, modelVersion))) return null;
    await insertScores(tx, rows, { replace: adapter.isRelative });
    if (answers.isAnswer) {
      await recordServiceAnswer(tx, service, { modelVersion, scale, fingerprint });
    }
    return rows.length;
  });
}
