import { expect, test } from "vitest";
import { formatBytes, formatMoment, formatNumberOf } from "./format.ts";

test("sizes are written in the unit in which they have few digits", () => {
  expect([0, 999, 1_000, 486_284, 999_600, 3_856_801, 4e9].map(formatBytes)).toEqual([
    "0 bytes",
    "999 bytes",
    "1.0 kB",
    "486 kB",
    "1.0 MB",
    "3.9 MB",
    "4.0 GB",
  ]);
});

test("one is singular and all else plural", () => {
  expect([0, 1, 1_204].map((count) => formatNumberOf(count, "row"))).toEqual([
    "0 rows",
    "1 row",
    "1,204 rows",
  ]);
});

test("a moment is written in UTC wherever it is read", () => {
  expect(formatMoment(new Date("2026-11-21T04:05:06Z"))).toBe("21 Nov 2026, 04:05 UTC");
});
