import { describe, expect, test } from "vitest";
import { createRandom, type Random } from "#server/core/numerics/random.ts";
import { type AgreementTable, tabulateResponses } from "./agreement-table.ts";
import { bootstrapAgreement } from "./bootstrap-agreement.ts";
import { krippendorffAlpha } from "./krippendorff-alpha.ts";

/** Three annotators of 70 % accuracy, a fifth of responses missing, over three ordered classes. */
function simulate(units: number, random: Random): AgreementTable {
  const unit: number[] = [];
  const categories: number[] = [];
  for (let u = 0; u < units; u++) {
    const truth = random.below(3);
    for (let annotator = 0; annotator < 3; annotator++) {
      if (random.uniform() < 0.2) continue;
      unit.push(u);
      categories.push(random.uniform() < 0.7 ? truth : random.below(3));
    }
  }
  return tabulateResponses({ units: unit, categories }, 3);
}

function ordinalAlpha(table: AgreementTable) {
  return krippendorffAlpha(table, { kind: "ordinal" });
}

describe("unit bootstrap of Krippendorff's alpha", () => {
  test("its 95 % interval covers the true value in about 95 % of samples of 150 units", () => {
    const large = ordinalAlpha(simulate(400_000, createRandom(1)));
    if (large.kind !== "agreement") throw new Error("expected an alpha");
    const random = createRandom(2);
    const samples = 600;
    let covered = 0;
    for (let sample = 0; sample < samples; sample++) {
      const found = bootstrapAgreement(simulate(150, random), ordinalAlpha, {
        resamples: 400,
        confidence: 0.95,
        random,
      });
      if (found.kind !== "interval") throw new Error("expected an interval");
      if (found.lower <= large.coefficient && large.coefficient <= found.upper) covered++;
    }
    // Three standard errors of a coverage of 95 % in 600 samples are 2.7 %.
    expect(covered / samples).toBeGreaterThan(0.92);
    expect(covered / samples).toBeLessThan(0.98);
  });
});
