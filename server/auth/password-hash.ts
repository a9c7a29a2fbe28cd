import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** OWASP's second choice for scrypt: 32 MB and about a tenth of a second. */
const current = { N: 2 ** 15, r: 8, p: 3 } as const;
const keyLength = 32;

let decoy: Promise<string> | undefined;

/** `scrypt$N$r$p$salt$key`: the parameters travel with the hash, so that they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await deriveKey(password, salt, current);
  const { N, r, p } = current;
  return ["scrypt", N, r, p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/**
 * Takes as long for an account without a password as for a wrong one, so that the time says nothing
 * about whether an address is known here.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString("hex"));
  const isMatch = await matchesHash(password, hash ?? (await decoy));
  return hash !== null && isMatch;
}

async function matchesHash(password: string, hash: string): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = hash.split("$");
  if (scheme !== "scrypt" || salt === undefined || key === undefined) {
    throw new Error("a stored password hash has an unknown form");
  }
  const expected = Buffer.from(key, "base64url");
  const options = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await deriveKey(password, Buffer.from(salt, "base64url"), options);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function deriveKey(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  // The same characters may be typed as different code points on different keyboards.
  const normal = password.normalize("NFKC");
  const maxmem = 128 * 1024 * 1024;
  return new Promise((resolve, reject) => {
    scrypt(normal, salt, keyLength, { ...options, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
