import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeEmbedding, encodeEmbedding } from "./embedding-codec.ts";

// Values and bits from the table of half-precision examples of IEEE 754 binary16,
// https://en.wikipedia.org/wiki/Half-precision_floating-point_format
test.each([
  [0, "0000"],
  [2 ** -24, "0100"],
  [1023 / 2 ** 24, "ff03"],
  [0.00006103515625, "0004"],
  [0.333251953125, "5535"],
  [0.99951171875, "ff3b"],
  [1, "003c"],
  [1.0009765625, "013c"],
  [65504, "ff7b"],
  [-2, "00c0"],
])("%d is written as the half of the standard", (value, bytes) => {
  const written = encodeEmbedding([value], { dtype: "float16", encoding: "base64" });
  expect(Buffer.from(String(written), "base64").toString("hex")).toBe(bytes);
  expect(decodeEmbedding(written, "float16")).toEqual(Float64Array.of(value));
});

test("a half is the nearest one, a tie goes to the even one, and nothing becomes infinite", () => {
  const format = { dtype: "float16", encoding: "array" } as const;
  const values = [1 + 2 ** -11, 1 + 3 * 2 ** -11, 2047.5 / 1024 + 2 ** -12, 1e6, -1e6, 1e-9];
  expect(encodeEmbedding(values, format)).toEqual([1, 1 + 2 ** -9, 2, 65504, -65504, 0]);
});

test("what is written in float32 comes back to the last bit of its type", () => {
  const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(values, fc.constantFrom("base64", "array"), (numbers, encoding) => {
      const written = encodeEmbedding(numbers, { dtype: "float32", encoding });
      expect([...decodeEmbedding(written, "float32")]).toEqual(numbers);
    }),
  );
});

test("the error of float16 is at most one part in 2048, or half a smallest step", () => {
  const number = fc.double({ min: -65504, max: 65504, noNaN: true });
  fc.assert(
    fc.property(number, (value) => {
      const written = encodeEmbedding([value], { dtype: "float16", encoding: "base64" });
      const [back = Number.NaN] = decodeEmbedding(written, "float16");
      const allowed = Math.max(Math.abs(value) / 2048, 2 ** -25);
      expect(Math.abs(back - value)).toBeLessThanOrEqual(allowed);
    }),
  );
});

test.each([
  ["what is no base64", "é", "float16"],
  ["half a number", btoa("abc"), "float16"],
  ["infinity", btoa("\x00\x7c"), "float16"],
] as const)("%s is refused in words", (_, written, dtype) => {
  expect(() => decodeEmbedding(written, dtype)).toThrow(/embedding/);
});
