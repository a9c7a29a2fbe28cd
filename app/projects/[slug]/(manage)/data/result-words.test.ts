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
