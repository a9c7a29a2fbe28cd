import { logGamma } from "./gamma.ts";

const TINY = 1e-300;

/**
 * ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b).
 *
 * @param a greater than zero.
 * @param b greater than zero.
 * @throws RangeError otherwise.
 * Source: DLMF §5.12, https://dlmf.nist.gov/5.12
 */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/**
 * The regularised incomplete beta function I_x(a, b), the distribution function of Beta(a, b).
 *
 * @param x in [0, 1].
 * @param a greater than zero.
 * @param b greater than zero.
 * @returns a probability in [0, 1].
 * @throws RangeError outside that domain.
 * Source: DLMF §8.17(v), https://dlmf.nist.gov/8.17
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) {
    throw new RangeError(
      `incompleteBeta needs x in [0, 1] and positive a, b; got ${x}, ${a}, ${b}`,
    );
  }
  if (x === 0 || x === 1) return x;
  const weight = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
  // The fraction converges fast only on the near side of the mean.
  const value =
    x < (a + 1) / (a + b + 2)
      ? (weight * betaFraction(x, a, b)) / a
      : 1 - (weight * betaFraction(1 - x, b, a)) / b;
  return Math.min(1, Math.max(0, value));
}

/** Lentz's evaluation of the continued fraction 8.17.22; O(√max(a, b)) steps. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1, change = 0; Math.abs(change - 1) > Number.EPSILON; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    change = d * c;
    fraction *= change;
  }
  return fraction;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
