import fc from "fast-check";
import { expect, test } from "vitest";
import { finishTiers, placeNext, rankOf, type Tiers, takeLastBack } from "./tiers.ts";

test("responses are placed from best to worst, and the last one places itself", () => {
  const tiers = placeNext(placeNext([], 2, false), 0, false);
  expect(tiers).toEqual([[2], [0]]);
  expect(finishTiers(tiers, 3)).toEqual([[2], [0], [1]]);
  expect(finishTiers(tiers, 4)).toBeNull();
});

test("responses that are alike share a rank, and the next one counts them all", () => {
  const tiers = placeNext(placeNext(placeNext([], 1, false), 3, true), 0, false);
  expect(tiers).toEqual([[1, 3], [0]]);
  expect([1, 3, 0, 2].map((place) => rankOf(tiers, place))).toEqual([1, 1, 3, null]);
});

test("pressing a placed response takes it out, and undo takes out the last", () => {
  expect(placeNext([[1], [2]], 1, false)).toEqual([[2]]);
  expect(takeLastBack([[1], [2, 0]])).toEqual([[1], [2]]);
  expect(takeLastBack([])).toEqual([]);
});

test("whatever is pressed, no response has two places and no tier is empty", () => {
  const presses = fc.array(fc.tuple(fc.nat({ max: 8 }), fc.boolean(), fc.boolean()));
  fc.assert(
    fc.property(presses, (pressed) => {
      let tiers: Tiers = [];
      for (const [place, isAlike, isBack] of pressed) {
        tiers = isBack ? takeLastBack(tiers) : placeNext(tiers, place, isAlike);
      }
      const places = tiers.flat();
      expect(new Set(places).size).toBe(places.length);
      expect(tiers.every((tier) => tier.length > 0)).toBe(true);
    }),
  );
});
