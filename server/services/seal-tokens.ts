import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { Unavailable } from "#server/errors.ts";

type Key = {
  /** The secret of the installation. */
  readonly secret: () => string;
  /** A sealed text opens only for the project it was sealed for. */
  readonly projectId: string;
};

export type Tokens = readonly (string | null)[];

const cipherName = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts the bearer tokens of a project's score service with a key derived from the installation's
 * secret, so that a copy of the database alone does not give them away. Null when there are none.
 */
export function sealTokens(tokens: Tokens, key: Key): string | null {
  if (tokens.every((token) => token === null)) return null;
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(cipherName, deriveKey(key), iv);
  cipher.setAAD(Buffer.from(key.projectId));
  const hidden = Buffer.concat([cipher.update(JSON.stringify(tokens), "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString("base64");
}

/**
 * Decrypts what {@link sealTokens} made.
 * @throws Unavailable when it was sealed under another secret or for another project
 */
export function openTokens(sealed: string | null, key: Key): Tokens {
  if (sealed === null) return [];
  const bytes = Buffer.from(sealed, "base64");
  const opening = deriveKey(key);
  try {
    const iv = bytes.subarray(0, ivBytes);
    const decipher = createDecipheriv(cipherName, opening, iv);
    decipher.setAAD(Buffer.from(key.projectId));
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const hidden = bytes.subarray(ivBytes + tagBytes);
    const text = Buffer.concat([decipher.update(hidden), decipher.final()]).toString("utf8");
    const tokens: unknown = JSON.parse(text);
    return Array.isArray(tokens)
      ? tokens.map((token) => (typeof token === "string" ? token : null))
      : [];
  } catch (error) {
    throw new Unavailable(
      "The stored token cannot be read: the secret of this installation has changed. Enter the token again.",
      { cause: error },
    );
  }
}

function deriveKey({ secret }: Key): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret(), "tiebreak", "score service tokens", 32));
}
