import { expect, test } from "vitest";
import { selectionPolicy } from "#server/contracts/project-settings.ts";
import { selectionPolicyNames } from "#server/contracts/vocabulary.ts";
import { defaultPolicy, policies } from "#server/core/reward/policies.ts";

test("a project can be given every policy there is, and no other", () => {
  expect(selectionPolicyNames.toSorted()).toEqual(Object.keys(policies).toSorted());
});

test("a project that chooses nothing has the policy that the benchmark chose", () => {
  expect(selectionPolicy.parse({}).policyName).toBe(defaultPolicy);
});
