import type { Database } from "#db/client.ts";
import { findGuidelines } from "#db/queries/guidelines.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import { findQualification, listQuizAnswers, listQuizPairs } from "#db/queries/quiz.ts";
import { arrangeQuiz, chooseAttempt, gradeQuiz, type QuizQuestion } from "./quiz-rules.ts";
import type { Annotator } from "./serve-pairs.ts";

/**
 * The quiz as a newcomer sees it: where they stand and the next question, without its answer. The
 * sides are drawn for this person and attempt.
 * @param wanted the attempt to show; the next one begins only after a failed one
 */
export async function findQuiz(
  db: Database,
  params: Annotator & { readonly wanted: number | null },
) {
  const settings = await getProjectSettings(db, params.projectId);
  const pairs = await listQuizPairs(db, params.projectId);
  const answers = await listQuizAnswers(db, params);
  const attempt = chooseAttempt(pairs, answers, {
    wanted: params.wanted,
    settings: settings.qualification,
  });
  const standing = gradeQuiz(pairs, answers, { attempt, settings: settings.qualification });
  const answered = new Set(
    answers.filter((one) => one.attempt === attempt).map((one) => one.pairId),
  );
  const questions = arrangeQuiz(pairs, { annotatorId: params.annotatorId, attempt });
  const next = questions.find((question) => !answered.has(question.pairId));
  const held = await findQualification(db, params);
  return {
    ...standing,
    isQualified: held?.qualifiedAt != null,
    isRequired: settings.qualification.isRequired,
    passShare: settings.qualification.passShare,
    guidelines: await findGuidelines(db, {
      projectId: params.projectId,
      version: settings.guidelinesVersion,
    }),
    form: { hasTie: settings.form.hasTie, hasBothBad: settings.form.hasBothBad },
    next: next === undefined ? null : onScreen(next),
  };
}

function onScreen({ question, leftIsFirst, first, second, messages }: QuizQuestion) {
  return {
    question,
    messages,
    left: leftIsFirst ? first : second,
    right: leftIsFirst ? second : first,
  };
}
