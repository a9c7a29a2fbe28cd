import { expect, test } from "vitest";
import { selectionPolicyNames } from "#server/contracts/vocabulary.ts";
import { entryWords, queueWords } from "./queue-words.ts";

const counts = { total: 12, open: 10 };
const models = { firstModel: "one", secondModel: "two" };

test("each policy gives a reason of its own", () => {
  const reasons = selectionPolicyNames.map((policy) =>
    queueWords({ counts, entries: [{ policy }], policyName: policy }),
  );
  expect(new Set(reasons).size).toBe(selectionPolicyNames.length);
  for (const reason of reasons) expect(reason).not.toContain("stands in");
});

test("a policy that stands in is named, with the reason that it goes by", () => {
  const words = queueWords({ counts, entries: [{ policy: "capped" }], policyName: "rank-flip" });
  expect(words).toContain("“Balanced doubt” stands in for “Settle the leaderboard”");
  expect(words).toContain("epistemic");
  expect(entryWords({ ...models, policy: "capped" }, "rank-flip")).toContain("Balanced doubt");
});

test("a pair says nothing of the policy that is the project's", () => {
  expect(entryWords({ ...models, policy: "entropy" }, "entropy")).toBeNull();
});

test("a pair that settles a leaderboard says whose order", () => {
  const entry = { ...models, policy: "rank-flip" };
  expect(entryWords(entry, "rank-flip")).toBe("Settles the order of one and two");
  expect(entryWords({ ...entry, secondModel: "one" }, "rank-flip")).not.toContain("Settles");
});
