import { expect, test } from "vitest";
import { countStreak } from "./count-streak.ts";

const now = new Date("2026-03-02T09:00:00Z");

test.each([
  [[], 0],
  [["2026-03-02"], 1],
  [["2026-03-01"], 1],
  [["2026-03-02", "2026-03-01", "2026-02-28"], 3],
  [["2026-03-01", "2026-02-28", "2026-02-26"], 2],
  [["2026-02-28", "2026-02-27"], 0],
])("judging on %j makes a streak of %i days", (days, streak) => {
  expect(countStreak(days, now)).toBe(streak);
});

test("a streak runs through the end of a year and a leap day", () => {
  expect(
    countStreak(["2028-03-01", "2028-02-29", "2028-02-28"], new Date("2028-03-01T23:59:59Z")),
  ).toBe(3);
  expect(countStreak(["2027-01-01", "2026-12-31"], new Date("2027-01-01T00:00:00Z"))).toBe(2);
});
