import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./password-hash.ts";

test("a password opens its own hash and no other", async () => {
  const hash = await hashPassword("correct horse battery");
  expect(await verifyPassword("correct horse battery", hash)).toBe(true);
  expect(await verifyPassword("correct horse batterz", hash)).toBe(false);
  expect(await verifyPassword("", hash)).toBe(false);
});

test("the same password twice gives two hashes, each with its parameters", async () => {
  const [first, second] = await Promise.all([
    hashPassword("tie break 10"),
    hashPassword("tie break 10"),
  ]);
  expect(first).not.toBe(second);
  expect(first).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
});

test("a hash made with other parameters still opens", async () => {
  // RFC 7914, section 12: scrypt("password", "NaCl", N=1024, r=8, p=16), first 32 bytes.
  const key = Buffer.from(
    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162",
    "hex",
  );
  const salt = Buffer.from("NaCl").toString("base64url");
  const hash = `scrypt$1024$8$16$${salt}$${key.toString("base64url")}`;
  expect(await verifyPassword("password", hash)).toBe(true);
});

test("composed and decomposed letters are the same password", async () => {
  const hash = await hashPassword("caf\u00e9 au lait");
  expect(await verifyPassword("cafe\u0301 au lait", hash)).toBe(true);
});

test("no account takes as long as a wrong password, so the time tells nothing", async () => {
  const hash = await hashPassword("correct horse battery");
  await verifyPassword("warm up", null);
  const [unknown, wrong] = [
    await time(() => verifyPassword("guess", null)),
    await time(() => verifyPassword("guess", hash)),
  ];
  expect(unknown / wrong).toBeGreaterThan(0.5);
  expect(unknown / wrong).toBeLessThan(2);
});

test("nothing opens an account that has no password", async () => {
  expect(await verifyPassword("", null)).toBe(false);
});

/** The fastest of five runs, in milliseconds: the machine's other work only ever adds. */
async function time(run: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
