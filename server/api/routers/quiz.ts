import { z } from "zod";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { answerQuizInput } from "#server/contracts/gold.ts";
import { answerQuiz } from "#server/services/answer-quiz.ts";
import { findQuiz } from "#server/services/find-quiz.ts";

export const quizRouter = router({
  find: projectProcedure("annotator")
    .input(z.object({ attempt: z.number().int().min(1).max(20).nullable() }))
    .query(({ ctx, input }) =>
      findQuiz(ctx.db, {
        projectId: input.projectId,
        annotatorId: ctx.viewer.id,
        wanted: input.attempt,
      }),
    ),

  answer: projectProcedure("annotator")
    .input(z.object({ answer: answerQuizInput }))
    .mutation(({ ctx, input }) =>
      answerQuiz(ctx.db, {
        projectId: input.projectId,
        annotatorId: ctx.viewer.id,
        input: input.answer,
      }),
    ),
});
