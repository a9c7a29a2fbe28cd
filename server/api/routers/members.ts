import { z } from "zod";
import { listMembers } from "#db/queries/memberships.ts";
import { projectProcedure, router } from "#server/api/trpc.ts";
import { roles } from "#server/contracts/vocabulary.ts";
import { changeMemberRole } from "#server/services/change-member-role.ts";
import { removeMember } from "#server/services/remove-member.ts";

export const membersRouter = router({
  list: projectProcedure("manager").query(({ ctx, input }) => listMembers(ctx.db, input.projectId)),

  changeRole: projectProcedure("manager")
    .input(z.object({ userId: z.uuid(), role: z.enum(roles) }))
    .mutation(({ ctx, input }) =>
      changeMemberRole(ctx.db, { viewer: ctx.viewer, userId: input.userId, role: input.role }),
    ),

  remove: projectProcedure("manager")
    .input(z.object({ userId: z.uuid() }))
    .mutation(({ ctx, input }) =>
      removeMember(ctx.db, { viewer: ctx.viewer, userId: input.userId }),
    ),

  leave: projectProcedure("annotator").mutation(({ ctx }) =>
    removeMember(ctx.db, { viewer: ctx.viewer, userId: ctx.viewer.id }),
  ),
});
