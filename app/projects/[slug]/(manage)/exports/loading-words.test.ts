import { expect, test } from "vitest";
import { loadLine } from "./loading-words.ts";

test("the line names the files of the splits that there are, and no others", () => {
  expect(loadLine("demo-v3", { rows: { train: 9, test: 1 } })).toBe(
    'load_dataset("json", data_files={"train": "demo-v3-train.jsonl", "test": "demo-v3-test.jsonl"})',
  );
  expect(loadLine("demo-v3", { rows: { train: 9, test: 0 } })).toBe(
    'load_dataset("json", data_files={"train": "demo-v3-train.jsonl"})',
  );
});
