import { expect, test } from "vitest";
import { minutesJudged, noteJudgment, startBreakClock } from "./break-clock.ts";

const minute = 60_000;

function judgeAt(minutes: readonly number[]) {
  return minutes.reduce((clock, at) => noteJudgment(clock, at * minute), startBreakClock(0));
}

test("minutes of steady judging add up", () => {
  expect(minutesJudged(judgeAt([1, 4, 8, 12]), 13 * minute)).toBe(13);
});

test("a pause of five minutes begins a new stretch", () => {
  expect(minutesJudged(judgeAt([1, 4, 10, 12]), 13 * minute)).toBe(3);
});

test("who is away is not told to take a break", () => {
  expect(minutesJudged(judgeAt([1, 4]), 60 * minute)).toBe(0);
});
