import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { deleteProviderIdentities, listIdentities } from "#db/queries/identities.ts";
import { lockAccount } from "#db/queries/users.ts";
import { Conflict, NotFound } from "#server/errors.ts";

/**
 * Ends signing in through one provider.
 * @throws Conflict when it is the only way in
 */
export async function unlinkIdentity(
  db: Database,
  params: { readonly userId: string; readonly provider: string },
): Promise<void> {
  const { userId, provider } = params;
  await db.transaction(async (tx) => {
    const account = await lockAccount(tx, userId);
    if (account === null) throw new NotFound("There is no such account.");
    const identities = await listIdentities(tx, userId);
    const hasOther = identities.some((identity) => identity.provider !== provider);
    if (!hasOther && account.passwordHash === null) {
      throw new Conflict("This is your only way to sign in. Set a password first.");
    }
    await deleteProviderIdentities(tx, { userId, provider });
    const detail = { provider };
    const event = {
      projectId: null,
      actorId: userId,
      action: "identity.unlinked",
      detail,
    } as const;
    await insertAuditEvent(tx, event);
  });
}
