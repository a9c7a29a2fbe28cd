import { expect, test } from "vitest";
import { selectionPolicy } from "#server/contracts/project-settings.ts";
import { readSettings, settingsValues } from "./read-settings.ts";

const settings = { policy: selectionPolicy.parse({}) };
const values = settingsValues({ name: "Tone", description: "" }, settings);

test("settings that nobody touched are read back as they were", () => {
  const { change } = readSettings(values);
  const { targetJudgments, arms, leaseSeconds, warmupJudgments } = settings.policy;
  expect(change).toEqual({
    name: "Tone",
    description: "",
    targetJudgments,
    arms: {
      active: expect.closeTo(arms.active),
      control: expect.closeTo(arms.control),
      holdout: expect.closeTo(arms.holdout),
      gold: 0,
      repeat: 0,
    },
    policyName: settings.policy.policyName,
    leaseSeconds,
    warmupJudgments,
  });
});

test("the policy and the shares of gold and repeats are read from their fields", () => {
  const typed = { active: "60", gold: "10", repeat: "5", policyName: "rank-flip" as const };
  const { change } = readSettings({ ...values, ...typed });
  expect(change?.policyName).toBe("rank-flip");
  expect(change?.arms.gold).toBeCloseTo(0.1);
  expect(change?.arms.repeat).toBeCloseTo(0.05);
});

test.each([
  [{ name: "  " }, "name"],
  [{ targetJudgments: "0" }, "targetJudgments"],
  [{ targetJudgments: "" }, "targetJudgments"],
  [{ targetJudgments: "1.5" }, "targetJudgments"],
  [{ active: "80" }, "arms"],
  [{ active: "" }, "arms"],
  [{ active: "110", control: "-20" }, "arms"],
  [{ leaseMinutes: "0" }, "leaseMinutes"],
  [{ warmupJudgments: "ten" }, "warmupJudgments"],
])("%j is refused at its own field", (wrong, field) => {
  const { change, errors } = readSettings({ ...values, ...wrong });
  expect(change).toBeNull();
  expect(Object.keys(errors)).toEqual([field]);
});
