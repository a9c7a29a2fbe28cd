import type { Database } from "#db/client.ts";
import { deleteOpenSignInLinks, insertSignInLink } from "#db/queries/sign-in-links.ts";
import { createToken, hashToken } from "#server/auth/secret-token.ts";

/** A token that signs this user in once; an earlier one that is still open ends. */
export async function issueSignInLink(
  db: Database,
  params: { readonly userId: string; readonly hours: number },
): Promise<string> {
  const token = createToken();
  const expiresAt = new Date(Date.now() + params.hours * 3_600_000);
  await db.transaction(async (tx) => {
    await deleteOpenSignInLinks(tx, params.userId);
    await insertSignInLink(tx, { tokenHash: hashToken(token), userId: params.userId, expiresAt });
  });
  return token;
}
