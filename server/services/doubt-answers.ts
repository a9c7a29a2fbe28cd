import type { Database } from "#db/client.ts";
import { deleteScores, summariseScores } from "#db/queries/completion-scores.ts";
import { ScoreServiceFault } from "#server/errors.ts";
import { isConstant, textsEnough } from "./is-constant.ts";
import type { ReadScore } from "./read-item-score.ts";
import type { Scorable } from "./score-batch.ts";
import type { ScoreRun } from "./score-run.ts";

type Answer = { readonly completion: Scorable; readonly score: ReadScore };

/** What speaks against a service, and whether its answers are kept all the same. */
type Doubt = { readonly fault: string; readonly keeps: boolean };

/**
 * What answers to enough different texts tell against a service by themselves: no reward for any of
 * them, or the same one for all. The former are kept as faults that may pass, so that a handful of
 * texts nobody can score does not hold up the others for ever.
 */
export async function doubtAnswers(
  db: Database,
  run: ScoreRun,
  answers: readonly Answer[],
): Promise<Doubt | null> {
  const texts = countTexts(answers);
  if (texts < textsEnough) return null;
  const good = answers.filter(({ score }) => score.fault === null);
  if (good.length === 0) return { fault: sayNone(texts, answers[0]?.score.fault), keeps: true };
  const [first, ...others] = good.map(({ score }) => nameAnswer(score));
  const same = countTexts(good);
  if (same < textsEnough || others.some((other) => other !== first)) return null;
  if (await hasOtherMeans(db, run, good[0]?.score.mean ?? null)) {
    // Rewards of few values may agree by chance: the fixed texts of the probe decide.
    const found = await run.tools.recheck(run.adapter, run.limitCall());
    return found === null ? null : { fault: found, keeps: false };
  }
  return { fault: saySame(same), keeps: false };
}

/**
 * The same of all that a version has said so far, however few texts at a time it was asked about.
 * Rewards that are all the same are taken back.
 * @throws ScoreServiceFault with what is wrong
 */
export async function requireDifferences(db: Database, run: ScoreRun): Promise<void> {
  const { id: serviceId, projectId } = run.service;
  const source = { serviceId, modelVersion: run.described.modelVersion };
  const summary = await summariseScores(db, { ...source, projectId });
  const { answered, faulty } = summary;
  if (answered >= textsEnough && faulty === answered) {
    throw new ScoreServiceFault("bad_reply", sayNone(answered, null));
  }
  if (await isConstant(db, source, summary)) {
    await deleteScores(db, source);
    throw new ScoreServiceFault("bad_reply", saySame(summary.withMean));
  }
}

async function hasOtherMeans(db: Database, run: ScoreRun, mean: number | null): Promise<boolean> {
  const { service, described } = run;
  const source = { serviceId: service.id, modelVersion: described.modelVersion };
  const summary = await summariseScores(db, { ...source, projectId: service.projectId });
  const { meanMin, meanMax } = summary;
  return mean !== null && meanMin !== null && (meanMin !== mean || meanMax !== mean);
}

function countTexts(answers: readonly Answer[]): number {
  return new Set(answers.map(({ completion }) => completion.text)).size;
}

function nameAnswer({ mean, embedding }: ReadScore): string {
  return mean === null ? Buffer.from(embedding ?? []).toString("base64") : String(mean);
}

function sayNone(texts: number, reason: string | null | undefined): string {
  return `The score service gave a reward to none of ${texts} texts.${reason ? ` ${reason}` : ""}`;
}

function saySame(texts: number): string {
  return `The score service gave the same answer to ${texts} different texts, so that nothing can be learnt from it; none of them was kept.`;
}
