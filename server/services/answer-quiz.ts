import type { Database } from "#db/client.ts";
import { lockAnnotator } from "#db/queries/assignments.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import {
  insertQuizAnswer,
  listQuizAnswers,
  listQuizPairs,
  setQualified,
} from "#db/queries/quiz.ts";
import type { AnswerQuizInput } from "#server/contracts/gold.ts";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";
import { Conflict } from "#server/errors.ts";
import { canonicalVerdict } from "./canonical-answers.ts";
import { arrangeQuiz, chooseAttempt, gradeQuiz, type QuizStanding } from "./quiz-rules.ts";
import type { Annotator } from "./serve-pairs.ts";
import { sidedVerdict } from "./sided-judgment.ts";

export type QuizReply = {
  readonly isRight: boolean;
  readonly expected: SidedVerdict;
  readonly explanation: string;
  readonly standing: QuizStanding;
};

/**
 * Takes one answer of the quiz and says whether it was right and why. The first answer to a
 * question stands: sending it again, or another one, is answered like the first.
 * @throws Conflict when the quiz has changed under the person's hands
 */
export async function answerQuiz(
  db: Database,
  params: Annotator & { readonly input: AnswerQuizInput },
): Promise<QuizReply> {
  const { input, ...annotator } = params;
  return await db.transaction(async (tx) => {
    await lockAnnotator(tx, annotator);
    const { qualification: settings } = await getProjectSettings(tx, params.projectId);
    const pairs = await listQuizPairs(tx, params.projectId);
    const before = await listQuizAnswers(tx, annotator);
    const attempt = chooseAttempt(pairs, before, { wanted: input.attempt, settings });
    const { annotatorId } = annotator;
    const question = arrangeQuiz(pairs, { annotatorId, attempt }).find(
      ({ question }) => question === input.question,
    );
    if (attempt !== input.attempt || question === undefined) {
      throw new Conflict("The quiz has changed meanwhile. Load the page again.");
    }
    const expected = sidedVerdict(question.verdict, question.leftIsFirst);
    const { pairId } = question;
    await insertQuizAnswer(tx, {
      projectId: params.projectId,
      userId: annotatorId,
      pairId,
      attempt,
      verdict: canonicalVerdict(input.verdict, question.leftIsFirst),
      isRight: input.verdict === expected,
    });
    const answers = await listQuizAnswers(tx, annotator);
    const standing = gradeQuiz(pairs, answers, { attempt, settings });
    if (standing.status === "passed") await setQualified(tx, { ...annotator, isQualified: true });
    const kept = answers.find((one) => one.pairId === pairId && one.attempt === attempt);
    return {
      isRight: kept?.isRight ?? false,
      expected,
      explanation: question.explanation,
      standing,
    };
  });
}
