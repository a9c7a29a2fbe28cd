import { expect, test } from "vitest";
import { chooseArm, type Servable } from "./choose-arm.ts";

const shares = { active: 0.7, control: 0.2, holdout: 0.1, gold: 0, repeat: 0 };
const checked = { active: 0.5, control: 0.2, holdout: 0.1, gold: 0.15, repeat: 0.05 };
const nothing = { train: false, holdout: false, gold: false, repeat: false };
const work = { ...nothing, train: true, holdout: true };
const everything = { train: true, holdout: true, gold: true, repeat: true };

function frequencies(servable: Servable, of = shares) {
  const counts = { active: 0, control: 0, holdout: 0, gold: 0, repeat: 0 };
  const draws = 10_000;
  for (let draw = 0; draw < draws; draw += 1) {
    const choice = chooseArm(of, servable, (draw + 0.5) / draws);
    if (choice !== null) counts[choice.arm] += 1 / draws;
  }
  return counts;
}

test("arms are drawn in proportion to their shares", () => {
  const { active, control, holdout } = frequencies(work);
  expect(active).toBeCloseTo(0.7, 3);
  expect(control).toBeCloseTo(0.2, 3);
  expect(holdout).toBeCloseTo(0.1, 3);
  for (const [arm, share] of Object.entries(frequencies(everything, checked))) {
    expect(share).toBeCloseTo(Reflect.get(checked, arm), 3);
  }
});

test("an arm with nothing to serve leaves its share to the others, and the share stored says so", () => {
  expect(frequencies({ ...nothing, train: true }).active).toBeCloseTo(7 / 9, 3);
  expect(chooseArm(shares, { ...nothing, train: true }, 0)?.armShare).toBeCloseTo(7 / 9, 12);
  expect(chooseArm(shares, { ...nothing, holdout: true }, 0.99)).toEqual({
    arm: "holdout",
    armShare: 1,
  });
});

test("an arm without a share is served only when no other work is left", () => {
  const noHoldout = { active: 1, control: 0, holdout: 0, gold: 0, repeat: 0 };
  expect(frequencies(work, noHoldout).holdout).toBe(0);
  expect(chooseArm(noHoldout, { ...nothing, holdout: true }, 0.5)?.arm).toBe("holdout");
});

test("gold and repeats keep their shares when only an arm without one has work left", () => {
  const noHoldout = { active: 0.9, control: 0, holdout: 0, gold: 0.1, repeat: 0 };
  const served = frequencies({ ...nothing, holdout: true, gold: true }, noHoldout);
  expect(served.holdout).toBeCloseTo(0.9, 3);
  expect(served.gold).toBeCloseTo(0.1, 3);
});

test("gold and repeats without a share are never served, and none are when work is over", () => {
  const { gold, repeat } = frequencies(everything);
  expect([gold, repeat]).toEqual([0, 0]);
  expect(chooseArm(checked, { ...nothing, gold: true, repeat: true }, 0.5)).toBeNull();
});

test("nothing to serve is no arm", () => {
  expect(chooseArm(shares, nothing, 0.5)).toBeNull();
});
