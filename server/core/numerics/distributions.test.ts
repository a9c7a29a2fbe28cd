import { jStat } from "jstat";
import { describe, expect, it } from "vitest";
import { incompleteBeta, logBeta } from "./beta.ts";
import { chiSquareCdf, chiSquareQuantile, chiSquareSurvival } from "./chi-square.ts";
import { logGamma, lowerGamma, upperGamma } from "./gamma.ts";
import { gaussHermite } from "./gauss-hermite.ts";
import { normalCdf, normalDensity, normalQuantile } from "./normal.ts";

function expectRelative(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual / expected - 1)).toBeLessThanOrEqual(tolerance);
}

describe("normal distribution", () => {
  it("matches tabulated tails to fifteen digits", () => {
    // Python 3 math.erfc; the same digits are printed by R 4 pnorm.
    const tails: readonly (readonly [number, number])[] = [
      [-1, 0.15865525393145707],
      [-1.96, 0.024997895148220435],
      [-3, 0.0013498980316300946],
      [-5, 2.866515718791939e-7],
      [-10, 7.619853024160525e-24],
      [-20, 2.753624118606234e-89],
      [0.3, 0.6179114221889526],
      [2.5, 0.9937903346742238],
    ];
    for (const [z, tail] of tails) expectRelative(normalCdf(z), tail, 4e-15);
  });

  it("gives the check values printed with AS 241", () => {
    // Wichura 1988: PPND16(0.25), PPND16(0.001) and PPND16(1e−20).
    expectRelative(normalQuantile(0.25), -0.6744897501960817, 1e-15);
    expectRelative(normalQuantile(0.001), -3.090232306167814, 1e-15);
    expectRelative(normalQuantile(1e-20), -9.262340089798409, 1e-15);
    expectRelative(normalQuantile(0.975), 1.959963984540054, 1e-15);
  });

  it("has quantile and distribution function as inverses in both tails", () => {
    for (let exponent = -300; exponent < 0; exponent += 7) {
      const p = 0.5 * 10 ** exponent;
      expectRelative(normalCdf(normalQuantile(p)), p, 2e-12);
      expect(normalQuantile(0.5 + p)).toBeCloseTo(-normalQuantile(0.5 - p), 12);
    }
  });

  it("has the density as its derivative and the limits 0 and 1", () => {
    for (const z of [-4, -0.6, 0, 0.66, 0.67, 2, 5.7]) {
      const slope = (normalCdf(z + 1e-5) - normalCdf(z - 1e-5)) / 2e-5;
      expect(slope).toBeCloseTo(normalDensity(z), 9);
    }
    expect(normalCdf(-1e9)).toBe(0);
    expect(normalCdf(1e9)).toBe(1);
  });

  it("refuses a probability of zero or one", () => {
    for (const p of [0, 1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
    expect(() => normalCdf(Number.NaN)).toThrow(RangeError);
  });
});

describe("gamma and beta functions", () => {
  it("give exact values at integers and halves", () => {
    expect(logGamma(1)).toBe(0);
    expectRelative(logGamma(0.5), Math.log(Math.PI) / 2, 1e-14);
    expectRelative(logGamma(11), Math.log(3628800), 1e-14);
    expectRelative(logGamma(1e10), 220258509288.8114, 1e-14); // Python 3 math.lgamma
    expect(logBeta(2, 3)).toBeCloseTo(-Math.log(12), 14);
  });

  it("satisfy ln Γ(x + 1) = ln Γ(x) + ln x", () => {
    for (let x = 0.05; x < 300; x *= 1.3) {
      expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x))).toBeLessThan(
        4e-15 * (1 + Math.abs(logGamma(x + 1))),
      );
    }
  });

  it("agree with jstat", () => {
    for (const a of [0.3, 1, 2.5, 10, 80]) {
      expect(logGamma(a)).toBeCloseTo(jStat.gammaln(a), 9);
      for (const x of [0.01, 0.5, 3, 12, 90]) {
        expect(lowerGamma(a, x)).toBeCloseTo(jStat.lowRegGamma(a, x), 9);
      }
      for (const x of [0.01, 0.3, 0.77, 0.99]) {
        expect(incompleteBeta(x, a, 4)).toBeCloseTo(jStat.ibeta(x, a, 4), 7);
      }
    }
  });

  it("give the Poisson tail: Q(n + 1, λ) = Σ_{k ≤ n} e^{−λ}λᵏ/k!", () => {
    for (const lambda of [0.2, 3, 40]) {
      let term = Math.exp(-lambda);
      let sum = term;
      for (let n = 0; n < 30; n++) {
        expectRelative(upperGamma(n + 1, lambda), sum, 1e-12);
        term *= lambda / (n + 1);
        sum += term;
      }
    }
  });

  it("give the binomial tail: I_p(k, n − k + 1) = P(Binomial(n, p) ≥ k)", () => {
    // With p = 3/10 and n = 12 every term is an exact multiple of 10⁻¹².
    let tail = 0;
    let choose = 1;
    for (let k = 12; k >= 1; k--) {
      tail += choose * 3 ** k * 7 ** (12 - k);
      choose = (choose * k) / (12 - k + 1);
      expectRelative(incompleteBeta(0.3, k, 12 - k + 1), tail / 1e12, 1e-12);
    }
  });

  it("converge for large shapes", () => {
    // A gamma variable of shape a has median near a − 1/3 and a symmetric beta has median ½.
    expect(lowerGamma(1e6, 1e6 - 1 / 3)).toBeCloseTo(0.5, 9);
    expect(incompleteBeta(0.5, 1e6, 1e6)).toBeCloseTo(0.5, 9);
  });

  it("refuse arguments outside their domain", () => {
    expect(() => logGamma(0)).toThrow(RangeError);
    expect(() => lowerGamma(-1, 1)).toThrow(RangeError);
    expect(() => upperGamma(1, -1)).toThrow(RangeError);
    expect(() => incompleteBeta(1.1, 1, 1)).toThrow(RangeError);
  });
});

describe("chi-square distribution", () => {
  it("gives the tabulated 95 % points", () => {
    // https://www.itl.nist.gov/div898/handbook/eda/section3/eda3674.htm, to its three decimals.
    const points: readonly (readonly [number, number])[] = [
      [1, 3.841],
      [2, 5.991],
      [10, 18.307],
      [30, 43.773],
      [100, 124.342],
    ];
    for (const [df, point] of points) expect(chiSquareQuantile(0.95, df)).toBeCloseTo(point, 3);
  });

  it("is exponential for two degrees of freedom", () => {
    for (const p of [1e-12, 0.01, 0.5, 0.99, 1 - 1e-9]) {
      expectRelative(chiSquareQuantile(p, 2), -2 * Math.log1p(-p), 1e-13);
    }
  });

  it("is the square of a normal for one degree of freedom", () => {
    for (const p of [0.001, 0.3, 0.9, 0.9999]) {
      expectRelative(chiSquareQuantile(p, 1), normalQuantile((1 + p) / 2) ** 2, 1e-11);
    }
  });

  it("agrees with jstat and inverts itself", () => {
    for (const df of [0.5, 1, 3, 7.5, 40, 199]) {
      for (const p of [1e-6, 0.05, 0.5, 0.95, 0.999999]) {
        const x = chiSquareQuantile(p, df);
        expect(chiSquareCdf(x, df)).toBeCloseTo(p, 12);
        expect(chiSquareSurvival(x, df)).toBeCloseTo(1 - p, 12);
        if (p >= 0.05) expectRelative(x, jStat.chisquare.inv(p, df), 1e-6);
      }
    }
  });

  it("refuses a non-positive number of degrees of freedom", () => {
    expect(() => chiSquareQuantile(0.5, 0)).toThrow(RangeError);
    expect(() => chiSquareQuantile(1, 3)).toThrow(RangeError);
  });
});

describe("Gauss–Hermite quadrature", () => {
  it("integrates the moments of a standard normal exactly up to degree 2n − 1", () => {
    for (const count of [1, 2, 3, 8, 16, 40]) {
      const { nodes, weights } = gaussHermite(count);
      let moment = 1;
      for (let power = 0; power < Math.min(2 * count, 20); power += 2) {
        const value = nodes.reduce((sum, x, i) => sum + weights[i] * x ** power, 0);
        expectRelative(value, moment, 1e-11);
        moment *= power + 1;
      }
    }
  });

  it("has the tabulated nodes ±√3 and 0 with weights 1/6 and 2/3 for n = 3", () => {
    const { nodes, weights } = gaussHermite(3);
    expect(nodes[2]).toBeCloseTo(Math.sqrt(3), 14);
    expect(nodes[1]).toBe(0);
    expect(weights[0]).toBeCloseTo(1 / 6, 14);
    expect(weights[1]).toBeCloseTo(2 / 3, 14);
  });

  it("gives E cos Z = e^{−½} with the default sixteen nodes", () => {
    const { nodes, weights } = gaussHermite();
    expect(nodes.length).toBe(16);
    const value = nodes.reduce((sum, x, i) => sum + weights[i] * Math.cos(x), 0);
    expect(value).toBeCloseTo(Math.exp(-0.5), 13);
  });

  it("refuses a count that is not a positive integer", () => {
    for (const bad of [0, -1, 2.5]) expect(() => gaussHermite(bad)).toThrow(RangeError);
  });
});
