import { describe, expect, test } from "vitest";
import { findDataFile, openDataFile } from "#db/testing/real-data.ts";
import { readRows } from "./read-rows.ts";

/** Counted from the files with another program. */
const files = [
  { name: "vicuna-80.jsonl", rows: 80, completions: 399, notices: [74], rejected: [] },
  {
    name: "alpaca-eval.jsonl.gz",
    rows: 500,
    completions: 11_994,
    // Six answers are a single zero-width space.
    notices: [35, 92, 186, 313, 396, 433],
    rejected: [],
  },
  {
    name: "hh-harmless.jsonl.gz",
    rows: 1_497,
    completions: 2_994,
    notices: [],
    rejected: [1_027, 1_243, 1_497],
  },
];

describe("public data sets are read whole", () => {
  for (const file of files) {
    test(file.name, async (context) => {
      const path = findDataFile(file.name);
      if (path === null) return context.skip(`${file.name} is not there; set TIEBREAK_DATA`);
      const counted = {
        rows: 0,
        completions: 0,
        notices: [] as number[],
        rejected: [] as number[],
      };
      for await (const outcome of readRows(openDataFile(path))) {
        if ("reason" in outcome) counted.rejected.push(outcome.line);
        else {
          counted.rows += 1;
          counted.completions += outcome.row.completions.length;
          expect(outcome.row.messages.at(-1)?.role).toBe("user");
          if (outcome.notice !== null) counted.notices.push(outcome.line);
        }
      }
      expect({ name: file.name, ...counted }).toEqual(file);
    });
  }
});
