import { cookies } from "next/headers";
import { findAccount } from "#db/queries/users.ts";
import { credentialStamp } from "#server/auth/credential-stamp.ts";
import { readSessionToken, sessionCookieName } from "#server/auth/session-token.ts";
import type { Viewer } from "#server/auth/viewer.ts";
import { getDatabase } from "#server/runtime.ts";

/** The signed-in user, read from the database now; null when signed out, deactivated or outdated. */
export async function getViewer(): Promise<Viewer | null> {
  const token = (await cookies()).get(sessionCookieName())?.value;
  if (token === undefined) return null;
  const claims = await readSessionToken(token);
  if (claims === null) return null;
  const user = await findAccount(getDatabase(), claims.sub);
  if (user === null || user.deactivatedAt !== null) return null;
  if (credentialStamp(user) !== claims.stamp) return null;
  const { id, name, email, isAdministrator } = user;
  return { id, name, email, isAdministrator };
}
