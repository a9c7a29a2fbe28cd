import { expect, test } from "vitest";
import { chooseArm } from "./choose-arm.ts";

const shares = { active: 0.7, control: 0.2, holdout: 0.1, gold: 0, repeat: 0 };

function frequencies(servable: { train: boolean; holdout: boolean }, of = shares) {
  const counts = { active: 0, control: 0, holdout: 0, gold: 0, repeat: 0 };
  const draws = 10_000;
  for (let draw = 0; draw < draws; draw += 1) {
    const choice = chooseArm(of, servable, (draw + 0.5) / draws);
    if (choice !== null) counts[choice.arm] += 1 / draws;
  }
  return counts;
}

test("arms are drawn in proportion to their shares", () => {
  const { active, control, holdout } = frequencies({ train: true, holdout: true });
  expect(active).toBeCloseTo(0.7, 3);
  expect(control).toBeCloseTo(0.2, 3);
  expect(holdout).toBeCloseTo(0.1, 3);
});

test("an arm with nothing to serve leaves its share to the others, and the share stored says so", () => {
  expect(frequencies({ train: true, holdout: false }).active).toBeCloseTo(7 / 9, 3);
  expect(chooseArm(shares, { train: true, holdout: false }, 0)?.armShare).toBeCloseTo(7 / 9, 12);
  expect(chooseArm(shares, { train: false, holdout: true }, 0.99)).toEqual({
    arm: "holdout",
    armShare: 1,
  });
});

test("an arm without a share is served only when nothing else is left", () => {
  const noHoldout = { active: 1, control: 0, holdout: 0, gold: 0, repeat: 0 };
  expect(frequencies({ train: true, holdout: true }, noHoldout).holdout).toBe(0);
  expect(chooseArm(noHoldout, { train: false, holdout: true }, 0.5)?.arm).toBe("holdout");
});

test("nothing to serve is no arm", () => {
  expect(chooseArm(shares, { train: false, holdout: false }, 0.5)).toBeNull();
});
