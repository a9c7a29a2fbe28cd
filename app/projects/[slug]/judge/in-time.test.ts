import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inTime } from "./in-time.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a request that nobody answers is given up after twenty seconds", async () => {
  const given = inTime(
    ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  );
  const failed = expect(given).rejects.toThrow("aborted");
  await vi.advanceTimersByTimeAsync(19_999);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  await failed;
});

test("an answer ends the clock", async () => {
  await expect(inTime(() => Promise.resolve("here"))).resolves.toBe("here");
  expect(vi.getTimerCount()).toBe(0);
});
