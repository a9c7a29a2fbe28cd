import { createHash } from "node:crypto";

/**
 * A fingerprint of the stored password, kept in the session: changing or removing the password ends
 * every session that was begun before.
 */
export function credentialStamp(passwordHash: string | null): string {
  return createHash("sha256").update(`stamp:${passwordHash}`).digest("base64url").slice(0, 22);
}
