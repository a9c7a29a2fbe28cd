import { expect, test } from "vitest";
import { findingWords } from "./finding-words.ts";

test("a saving is told with the accuracy it was measured at and its interval", () => {
  const words = findingWords({
    kind: "saved",
    accuracy: 0.71,
    activeJudgments: 620,
    controlJudgments: 1000,
    saved: { value: 0.38, lower: 0.21, upper: 0.52 },
  });
  expect(words).toBe(
    "The active arm needed 38 % fewer judgments than the control arm to reach 71.0 % (620 instead of 1,000; 95 % interval of the saving 21 % to 52 %).",
  );
});

test("where nothing shows yet, it says how many judgments would show something", () => {
  const difference = { value: 0.004, lower: -0.011, upper: 0.019 };
  const finding = { kind: "no_difference", difference, detectable: 0.02 } as const;
  const words = findingWords({ ...finding, moreHoldoutJudgments: 40, moreJudgments: 400 });
  expect(words).toContain("+0.4 points");
  expect(words).toContain("−1.1 points to +1.9 points");
  expect(words).toContain("about 400 more judgments would show one of 2 points.");
  expect(findingWords({ ...finding, moreHoldoutJudgments: 40, moreJudgments: null })).toContain(
    "hold-out arm has no share",
  );
  expect(findingWords({ ...finding, moreHoldoutJudgments: 0, moreJudgments: 0 })).toContain(
    "enough hold-out judgments",
  );
});

test("before there is enough, it says what is missing", () => {
  const needed = { judgmentsPerArmNeeded: 60, holdoutJudgmentsNeeded: 30 };
  expect(
    findingWords({ kind: "too_early", judgmentsPerArm: 59, holdoutJudgments: 0, ...needed }),
  ).toBe(
    "It is too early to compare the two arms: 1 judgment more in the smaller of the two arms and 30 hold-out judgments more are needed.",
  );
});

test("a choice that does harm is told as plainly as one that helps", () => {
  const words = findingWords({
    kind: "worse",
    accuracy: 0.7,
    activeJudgments: 900,
    controlJudgments: 500,
    extra: { value: 0.8, lower: 0.2, upper: 1.4 },
  });
  expect(words).toContain("80 % more judgments");
  expect(words).toContain("Raise the control share");
});
