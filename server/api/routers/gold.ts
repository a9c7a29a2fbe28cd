import { z } from "zod";
import { findPairInFull, listGold, listGoldCandidates } from "#db/queries/gold.ts";
import { getProjectSettings } from "#db/queries/projects.ts";
import { listQuizStandings } from "#db/queries/quiz.ts";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { saveGoldInput } from "#server/contracts/gold.ts";
import { qualificationSettings } from "#server/contracts/project-settings.ts";
import { NotFound } from "#server/errors.ts";
import { removeGold } from "#server/services/remove-gold.ts";
import { saveGold } from "#server/services/save-gold.ts";
import { decideQualification, setQualification } from "#server/services/set-qualification.ts";

const pageSize = 20;

/** Known answers name what is right and which model wrote it, so only managers come here. */
export const goldRouter = router({
  list: projectProcedure("manager").query(async ({ ctx, input }) => {
    const { qualification, form, policy } = await getProjectSettings(ctx.db, input.projectId);
    const gold = await listGold(ctx.db, input.projectId);
    return { gold, qualification, form, goldShare: policy.arms.gold };
  }),

  candidates: projectProcedure("manager")
    .input(
      z.object({
        search: z.string().trim().max(200),
        /** The last pair of the page before. */
        cursor: z.number().int().positive().nullish(),
      }),
    )
    .query(({ ctx, input }) =>
      listGoldCandidates(ctx.db, { ...input, before: input.cursor ?? null, limit: pageSize }),
    ),

  pair: projectProcedure("manager")
    .input(z.object({ pairId: z.number().int().positive() }))
    .query(async ({ ctx, input }) => {
      const pair = await findPairInFull(ctx.db, input);
      if (pair === null) throw new NotFound("There is no such pair in this project.");
      return pair;
    }),

  save: projectProcedure("manager")
    .input(z.object({ gold: saveGoldInput }))
    .mutation(({ ctx, input }) =>
      saveGold(ctx.db, {
        projectId: input.projectId,
        actorId: ctx.viewer.id,
        input: input.gold,
      }),
    ),

  remove: projectProcedure("manager")
    .input(z.object({ pairId: z.number().int().positive() }))
    .mutation(({ ctx, input }) => removeGold(ctx.db, { ...input, actorId: ctx.viewer.id })),

  setQualification: projectProcedure("manager")
    .input(z.object({ qualification: qualificationSettings }))
    .mutation(({ ctx, input }) => setQualification(ctx.db, { ...input, actorId: ctx.viewer.id })),

  standings: projectProcedure("manager").query(({ ctx, input }) =>
    listQuizStandings(ctx.db, input.projectId),
  ),

  decide: projectProcedure("manager")
    .input(z.object({ userId: z.uuid(), isQualified: z.boolean() }))
    .mutation(({ ctx, input }) =>
      decideQualification(ctx.db, { ...input, actorId: ctx.viewer.id }),
    ),
});
