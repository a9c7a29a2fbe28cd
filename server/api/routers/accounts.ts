import { z } from "zod";
import { mergePreferences } from "#db/queries/preferences.ts";
import { updateUser } from "#db/queries/users.ts";
import { publicProcedure, router, viewerProcedure } from "#server/api/trpc.ts";
import { listConfiguredProviders } from "#server/auth/outside-providers.ts";
import { renewSession } from "#server/auth/renew-session.ts";
import { emailAddress, joinInput, newPassword, personName } from "#server/contracts/person.ts";
import { updatePreferencesInput } from "#server/contracts/preferences.ts";
import { readEnvironment } from "#server/env.ts";
import { Forbidden } from "#server/errors.ts";
import { changeEmail, changePassword } from "#server/services/change-credentials.ts";
import { createAccount } from "#server/services/create-account.ts";
import { findAccountSettings } from "#server/services/find-account-settings.ts";
import { findPreferences } from "#server/services/find-preferences.ts";
import { requireOpenSignInLink } from "#server/services/redeem-sign-in-link.ts";
import { unlinkIdentity } from "#server/services/unlink-identity.ts";

const currentPassword = z.string().max(200);

export const accountsRouter = router({
  /** Who is asking; null when signed out. */
  viewer: publicProcedure.query(({ ctx }) => ctx.viewer),

  /** How one may sign in at this installation. */
  waysIn: publicProcedure.query(() => ({
    providers: listConfiguredProviders(),
    isSignUpOpen: readEnvironment().OPEN_SIGN_UP,
  })),

  /** Whether a sign-in link can still be used; asking does not use it. */
  signInLink: publicProcedure
    .input(z.object({ token: z.string().max(200) }))
    .query(({ ctx, input }) => requireOpenSignInLink(ctx.db, input.token)),

  settings: viewerProcedure.query(({ ctx }) => findAccountSettings(ctx.db, ctx.viewer.id)),

  update: viewerProcedure
    .input(z.object({ name: personName, alias: personName.nullable() }))
    .mutation(({ ctx, input }) => updateUser(ctx.db, { userId: ctx.viewer.id, change: input })),

  /** Keys, goals and habits; only one's own. */
  preferences: viewerProcedure.query(({ ctx }) => findPreferences(ctx.db, ctx.viewer.id)),

  updatePreferences: viewerProcedure
    .input(updatePreferencesInput)
    .mutation(({ ctx, input }) =>
      mergePreferences(ctx.db, { userId: ctx.viewer.id, change: input }),
    ),

  changePassword: viewerProcedure
    .input(z.object({ currentPassword, newPassword }))
    .mutation(async ({ ctx, input }) => {
      const { clientAddress } = ctx;
      await changePassword(ctx.db, { ...input, userId: ctx.viewer.id, clientAddress });
      await renewSession(ctx.db, ctx.viewer.id);
    }),

  changeEmail: viewerProcedure
    .input(z.object({ currentPassword, email: emailAddress }))
    .mutation(async ({ ctx, input }) => {
      const { clientAddress } = ctx;
      await changeEmail(ctx.db, { ...input, userId: ctx.viewer.id, clientAddress });
      await renewSession(ctx.db, ctx.viewer.id);
    }),

  unlinkIdentity: viewerProcedure
    .input(z.object({ provider: z.string().max(20) }))
    .mutation(({ ctx, input }) =>
      unlinkIdentity(ctx.db, { userId: ctx.viewer.id, provider: input.provider }),
    ),

  /** Makes a local account without an invite, where the installation allows it. */
  signUp: publicProcedure.input(joinInput).mutation(({ ctx, input }) => {
    if (!readEnvironment().OPEN_SIGN_UP) throw new Forbidden("You need an invite to join.");
    const { clientAddress } = ctx;
    return createAccount(ctx.db, { ...input, inviteToken: null, clientAddress });
  }),
});
