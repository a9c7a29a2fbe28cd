import { expect, test } from "vitest";
import { selectionPolicy } from "#server/contracts/project-settings.ts";
import { selectionPolicyNames } from "#server/contracts/vocabulary.ts";
import { defaultPolicy, policies, warmupJudgments } from "#server/core/reward/policies.ts";

test("a project can be given every policy there is, and no other", () => {
  expect(selectionPolicyNames.toSorted()).toEqual(Object.keys(policies).toSorted());
});

test("a project that chooses nothing has the policy and the warm-up that the benchmark chose", () => {
  const { policyName, warmupJudgments: warmup } = selectionPolicy.parse({});
  expect(policyName).toBe(defaultPolicy);
  expect(warmup).toBe(warmupJudgments);
});
