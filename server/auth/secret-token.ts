import { createHash, randomBytes } from "node:crypto";

/** 32 random bytes for an address; the database keeps only the hash. */
export function createToken(): string {
  return randomBytes(32).toString("base64url");
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
