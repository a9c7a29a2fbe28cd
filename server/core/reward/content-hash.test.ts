import { expect, it } from "vitest";
import { hashContent } from "./content-hash.ts";

// Reference values of the original C++ MurmurHash3_x86_128 with seed 0, as published in the README
// of https://github.com/karanlyons/murmurHash3.js.
it("agrees with the published value of MurmurHash3", () => {
  const text = "I will not buy this record, it is scratched.";
  expect(hashContent(new TextEncoder().encode(text))).toBe("a0a9683b25ac5e40d9af2895890dddf5");
  expect(hashContent(new Uint8Array(0))).toBe("0".repeat(32));
});

it("tells contents apart that differ in one bit or in length", () => {
  const hashes = new Set<string>();
  for (let length = 0; length < 40; length++)
    hashes.add(hashContent(new Uint8Array(length).fill(1)));
  for (let bit = 0; bit < 8; bit++) hashes.add(hashContent(Uint8Array.of(0, 0, 1 << bit)));
  expect(hashes.size).toBe(48);
});
