import { createHash } from "node:crypto";
import type { QuizAnswer, QuizPair } from "#db/queries/quiz.ts";
import type { QualificationSettings } from "#server/contracts/project-settings.ts";

type Attempt = { readonly annotatorId: string; readonly attempt: number };

export type QuizQuestion = QuizPair & {
  /** Names the question to this person in this attempt, and to nobody else. */
  readonly question: string;
  readonly leftIsFirst: boolean;
};

/** The questions of one attempt: order and sides differ from person to person and time to time. */
export function arrangeQuiz(pairs: readonly QuizPair[], attempt: Attempt): QuizQuestion[] {
  return pairs
    .map((pair) => ({ pair, draw: drawOf(pair.pairId, attempt) }))
    .toSorted((a, b) => a.draw.compare(b.draw))
    .map(({ pair, draw }) => ({
      ...pair,
      question: draw.subarray(0, 16).toString("hex"),
      leftIsFirst: draw[31] % 2 === 0,
    }));
}

function drawOf(pairId: number, { annotatorId, attempt }: Attempt): Buffer {
  return createHash("sha256").update(`${annotatorId}:${attempt}:${pairId}`).digest();
}

export type QuizStanding = {
  readonly attempt: number;
  readonly attemptsMax: number;
  readonly answered: number;
  readonly right: number;
  readonly total: number;
  /** `failed`: this attempt is over; another may follow while `attempt` is below `attemptsMax`. */
  readonly status: "open" | "passed" | "failed";
};

/**
 * Where somebody stands in one attempt. An attempt is over when every question of today's quiz has
 * been answered; a question that was taken out meanwhile no longer counts.
 */
export function gradeQuiz(
  pairs: readonly QuizPair[],
  answers: readonly QuizAnswer[],
  params: { readonly attempt: number; readonly settings: QualificationSettings },
): QuizStanding {
  const { attempt, settings } = params;
  const asked = new Set(pairs.map((pair) => pair.pairId));
  const counted = answers.filter((one) => one.attempt === attempt && asked.has(one.pairId));
  const right = counted.filter((one) => one.isRight).length;
  const total = pairs.length;
  const hasPassed = right >= settings.passShare * total - 1e-9;
  const status = counted.length < total ? "open" : hasPassed ? "passed" : "failed";
  const { attemptsMax } = settings;
  return { attempt, attemptsMax, answered: counted.length, right, total, status };
}

/** The attempt somebody is in, or begins when they ask for the next after a failed one. */
export function chooseAttempt(
  pairs: readonly QuizPair[],
  answers: readonly QuizAnswer[],
  params: { readonly wanted: number | null; readonly settings: QualificationSettings },
): number {
  const { wanted, settings } = params;
  const current = answers.reduce((last, answer) => Math.max(last, answer.attempt), 1);
  if (wanted !== current + 1 || wanted > settings.attemptsMax) return current;
  return gradeQuiz(pairs, answers, { attempt: current, settings }).status === "failed"
    ? wanted
    : current;
}
