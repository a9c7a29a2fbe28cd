import { z } from "zod";
import { listInvites } from "#db/queries/invites.ts";
import { projectProcedure, publicProcedure, router, viewerProcedure } from "#server/api/trpc.ts";
import { createInviteInput, inviteToken } from "#server/contracts/invite.ts";
import { joinInput } from "#server/contracts/person.ts";
import { acceptInvite } from "#server/services/accept-invite.ts";
import { createAccount } from "#server/services/create-account.ts";
import { createInvite } from "#server/services/create-invite.ts";
import { findInviteByToken } from "#server/services/find-invite-by-token.ts";
import { revokeInvite } from "#server/services/revoke-invite.ts";

export const invitesRouter = router({
  list: projectProcedure("manager").query(({ ctx, input }) => listInvites(ctx.db, input.projectId)),

  create: projectProcedure("manager")
    .input(z.object({ invite: createInviteInput }))
    .mutation(({ ctx, input }) =>
      createInvite(ctx.db, { viewer: ctx.viewer, input: input.invite }),
    ),

  revoke: projectProcedure("manager")
    .input(z.object({ inviteId: z.uuid() }))
    .mutation(({ ctx, input }) =>
      revokeInvite(ctx.db, { viewer: ctx.viewer, inviteId: input.inviteId }),
    ),

  /** What an invite offers to whoever holds its address, signed in or not. */
  byToken: publicProcedure
    .input(z.object({ token: inviteToken }))
    .query(({ ctx, input }) =>
      findInviteByToken(ctx.db, { token: input.token, viewer: ctx.viewer }),
    ),

  accept: viewerProcedure
    .input(z.object({ token: inviteToken }))
    .mutation(({ ctx, input }) =>
      acceptInvite(ctx.db, { token: input.token, userId: ctx.viewer.id }),
    ),

  /** Makes a local account and accepts the invite with it; the browser then signs in. */
  join: publicProcedure
    .input(joinInput.extend({ token: inviteToken }))
    .mutation(({ ctx, input: { token, ...account } }) =>
      createAccount(ctx.db, {
        ...account,
        inviteToken: token,
        clientAddress: ctx.clientAddress,
      }),
    ),
});
