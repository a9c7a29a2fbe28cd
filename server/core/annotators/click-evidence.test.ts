import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addClick, NO_CLICK_EVIDENCE, summariseClicks } from "./click-evidence.ts";

const even = [0.4, 0.4, 0.2];

const anyChances = fc
  .tuple(
    fc.double({ min: 0.01, max: 1, noNaN: true }),
    fc.double({ min: 0.01, max: 1, noNaN: true }),
  )
  .map(([a, b]) => [a / (a + b + 0.3), b / (a + b + 0.3), 0.3 / (a + b + 0.3)]);

describe("click evidence", () => {
  test("is none before the first answer", () => {
    expect(summariseClicks(NO_CLICK_EVIDENCE)).toEqual({ logEvidence: 0, likeliest: "random" });
  });

  test("one answer multiplies each likelihood ratio", () => {
    const evidence = addClick(NO_CLICK_EVIDENCE, 0, even);
    expect(evidence.random).toBeCloseTo(Math.log(1 / 3 / 0.4), 14);
    expect(evidence.left).toBeCloseTo(Math.log(0.9 / 0.4), 14);
    expect(evidence.tie).toBeCloseTo(Math.log(0.05 / 0.4), 14);
    const mean = (1 / 3 + 0.9 + 0.05 + 0.05) / 4 / 0.4;
    expect(summariseClicks(evidence).logEvidence).toBeCloseTo(Math.log(mean), 14);
    expect(NO_CLICK_EVIDENCE.random).toBe(0);
  });

  test("for a careful annotator the expected evidence stays as it was", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 20 }), anyChances, (responses, chances) => {
        const before = responses.reduce(
          (evidence, response) => addClick(evidence, response, even),
          NO_CLICK_EVIDENCE,
        );
        const evidence = (response: number) =>
          Math.exp(summariseClicks(addClick(before, response, chances)).logEvidence);
        const expected =
          chances[0] * evidence(0) + chances[1] * evidence(1) + chances[2] * evidence(2);
        const now = Math.exp(summariseClicks(before).logEvidence);
        expect(expected / now).toBeCloseTo(1, 10);
      }),
    );
  });

  test.each([
    { name: "left", response: 0 },
    { name: "right", response: 1 },
    { name: "tie", response: 2 },
  ])("answering always $name is named within a dozen answers", ({ name, response }) => {
    let evidence = NO_CLICK_EVIDENCE;
    for (let n = 0; n < 12; n++) evidence = addClick(evidence, response, even);
    expect(summariseClicks(evidence).likeliest).toBe(name);
    expect(summariseClicks(evidence).logEvidence).toBeGreaterThan(Math.log(1000));
  });

  test("stays finite however long it goes on", () => {
    let evidence = NO_CLICK_EVIDENCE;
    for (let n = 0; n < 5000; n++) evidence = addClick(evidence, 2, [0.998, 0.001, 0.001]);
    expect(Number.isFinite(summariseClicks(evidence).logEvidence)).toBe(true);
  });

  test("chances that are none, and answers that do not exist, are refused", () => {
    expect(() => addClick(NO_CLICK_EVIDENCE, 3, even)).toThrow(RangeError);
    expect(() => addClick(NO_CLICK_EVIDENCE, 0, [0.5, 0.5, 0])).toThrow(RangeError);
    expect(() => addClick(NO_CLICK_EVIDENCE, 0, [0.5, 0.4, 0.2])).toThrow(RangeError);
    expect(() => addClick(NO_CLICK_EVIDENCE, 0, [0.5, 0.5])).toThrow(RangeError);
  });
});
