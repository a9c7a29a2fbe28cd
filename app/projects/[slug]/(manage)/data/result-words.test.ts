import { expect, test } from "vitest";
import { resultWords } from "./result-words.ts";

const nothing = {
  id: "a",
  fileName: "f",
  state: "done" as const,
  bytesRead: 0,
  bytesTotal: null,
  rowsRead: 0,
  rowsRejected: 0,
  rowsDuplicate: 0,
  promptsAdded: 0,
  completionsAdded: 0,
  pairsAdded: 0,
  pairsDead: 0,
  fault: null,
  createdAt: new Date(0),
  finishedAt: null,
  remarks: 0,
};

test("a whole import says what it added", () => {
  const added = {
    rowsRead: 80,
    promptsAdded: 80,
    completionsAdded: 399,
    pairsAdded: 796,
    remarks: 1,
  };
  expect(resultWords({ ...nothing, ...added })).toEqual([
    "Added 80 prompts, 399 responses and 796 pairs from 80 rows.",
    "1 row was imported in part.",
  ]);
});

test("an import says how many of its pairs will never be served", () => {
  const added = { rowsRead: 1, promptsAdded: 1, completionsAdded: 3, pairsAdded: 3, pairsDead: 1 };
  expect(resultWords({ ...nothing, ...added })).toEqual([
    "Added 1 prompt, 3 responses and 3 pairs from 1 row.",
    "1 pair will never be served, because there is nothing to choose between.",
  ]);
});

test("a file that was there already adds nothing and says so", () => {
  expect(
    resultWords({ ...nothing, rowsRead: 1_500, rowsDuplicate: 1_497, rowsRejected: 3, remarks: 3 }),
  ).toEqual([
    "Nothing was added from 1,500 rows.",
    "1,497 rows were there already.",
    "3 rows were rejected.",
  ]);
});

test("a failed import gives its sentence and no count", () => {
  expect(
    resultWords({ ...nothing, state: "failed", fault: "This looks like a PDF.", rowsRead: 9 }),
  ).toEqual(["This looks like a PDF."]);
});
