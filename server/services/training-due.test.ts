import { expect, test } from "vitest";
import { isTrainingDue } from "./training-due.ts";

test("a model waits for eight judgments, then for four in a hundred of what it knows", () => {
  expect(isTrainingDue({ news: 7, trainedOn: 0, quietSeconds: 1 })).toBe(false);
  expect(isTrainingDue({ news: 8, trainedOn: 0, quietSeconds: 1 })).toBe(true);
  expect(isTrainingDue({ news: 39, trainedOn: 1000, quietSeconds: 1 })).toBe(false);
  expect(isTrainingDue({ news: 40, trainedOn: 1000, quietSeconds: 1 })).toBe(true);
});

test("a pause is used to learn from whatever has come in", () => {
  expect(isTrainingDue({ news: 1, trainedOn: 5000, quietSeconds: 10 })).toBe(true);
  expect(isTrainingDue({ news: 0, trainedOn: 5000, quietSeconds: 1000 })).toBe(false);
});
