import { logGamma } from "./gamma.ts";
import { createSfc32, createSplitmix32 } from "./sfc32.ts";

/** A seeded source of random draws. Each call advances the one state behind the object. */
export type Random = {
  /** An integer, uniform on 0…2³²−1. */
  readonly uint32: () => number;
  /** A number strictly between 0 and 1, on a grid of 2⁵² equally likely midpoints. */
  readonly uniform: () => number;
  /** An integer, uniform on 0…n−1. @throws RangeError unless 1 ≤ n ≤ 2³² is an integer */
  readonly below: (n: number) => number;
  /** A standard normal. */
  readonly normal: () => number;
  /** An exponential of rate 1; always positive. */
  readonly exponential: () => number;
  /** A standard Gumbel (maximum), −ln of an exponential; mean 0.5772…, variance π²/6. */
  readonly gumbel: () => number;
  /** A Poisson count. @throws RangeError unless 0 ≤ mean ≤ 2³¹ */
  readonly poisson: (mean: number) => number;
  /** A gamma of scale 1. @throws RangeError unless shape is positive and finite */
  readonly gamma: (shape: number) => number;
  /** A beta, inside [0, 1]. @throws RangeError unless both shapes are positive and finite */
  readonly beta: (a: number, b: number) => number;
  /** A point of the simplex. @throws RangeError unless all concentrations are positive and finite */
  readonly dirichlet: (concentrations: ArrayLike<number>) => Float64Array;
  /** The given indices in uniformly random order; the input is left alone. */
  readonly shuffled: (indices: ArrayLike<number>) => Uint32Array;
};

/** As many draws as sfc32 needs before its state words have all mixed (PractRand uses 12 as well). */
const WARM_UP_DRAWS = 12;

/**
 * A reproducible random generator: sfc32, its state filled by splitmix32 from the seed and warmed
 * up by 12 draws. The same seed gives the same draws on every machine, except where `Math.log`
 * differs in its last bit between engines.
 *
 * @param seed an integer in 0…2³²−1; store it beside whatever was drawn
 * @throws RangeError when the seed is not such an integer
 */
export function createRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`The seed must be an integer in 0…2³²−1, not ${seed}.`);
  }
  const uint32 = createSeededSfc32(seed);
  const uniform = () => ((uint32() >>> 6) * 0x4000000 + (uint32() >>> 6) + 0.5) / 2 ** 52;
  const normal = createPolarNormal(uniform);
  const exponential = () => -Math.log(uniform());
  const source: Source = { uniform, normal };
  return {
    uint32,
    uniform,
    below: (n) => drawBelow(uint32, n),
    normal,
    exponential,
    gumbel: () => -Math.log(exponential()),
    poisson: (mean) => drawPoisson(source, mean),
    gamma: (shape) => Math.exp(drawLogGamma(source, shape)),
    beta: (a, b) => drawDirichlet(source, [a, b])[0],
    dirichlet: (concentrations) => drawDirichlet(source, concentrations),
    shuffled: (indices) => shuffle(uint32, indices),
  };
}

type Source = { readonly uniform: () => number; readonly normal: () => number };

function createSeededSfc32(seed: number): () => number {
  const word = createSplitmix32(seed);
  const next = createSfc32({ a: word(), b: word(), c: word(), counter: word() });
  for (let draw = 0; draw < WARM_UP_DRAWS; draw++) next();
  return next;
}

/** Rejects the incomplete last block, so that no remainder is favoured. */
function drawBelow(uint32: () => number, n: number): number {
  if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
    throw new RangeError(`The bound must be an integer in 1…2³², not ${n}.`);
  }
  const acceptedBelow = 2 ** 32 - (2 ** 32 % n);
  let word = uint32();
  while (word >= acceptedBelow) word = uint32();
  return word % n;
}

/** Marsaglia's polar method (https://doi.org/10.1137/1006063); its draws come in pairs. */
function createPolarNormal(uniform: () => number): () => number {
  let spare: number | null = null;
  return function normal(): number {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    let x = 0;
    let y = 0;
    let radius = 0;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      radius = x * x + y * y;
    } while (radius >= 1 || radius === 0);
    const factor = Math.sqrt((-2 * Math.log(radius)) / radius);
    spare = y * factor;
    return x * factor;
  };
}

function drawPoisson(source: Source, mean: number): number {
  if (!(mean >= 0 && mean <= 2 ** 31)) {
    throw new RangeError(`A Poisson mean must lie in 0…2³¹, not ${mean}.`);
  }
  return mean < 10 ? drawSmallPoisson(source, mean) : drawLargePoisson(source, mean);
}

/** Counts how many uniforms can be multiplied before the product falls below e^−mean (Knuth). */
function drawSmallPoisson({ uniform }: Source, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count++;
  return count;
}

/**
 * Transformed rejection with squeeze, algorithm PTRS of Hörmann, "The transformed rejection method
 * for generating Poisson random variables", Insurance: Mathematics and Economics 12 (1993), 39–45.
 */
function drawLargePoisson({ uniform }: Source, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  const logMean = Math.log(mean);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const logBound = count * logMean - mean - logGamma(count + 1);
    if (Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b) <= logBound)
      return count;
  }
}

/**
 * The logarithm of a gamma draw: Marsaglia and Tsang 2000 (https://doi.org/10.1145/358407.358414),
 * with their U^(1/shape) step below shape 1 kept in logarithms, because shapes near zero underflow.
 */
function drawLogGamma(source: Source, shape: number): number {
  if (!(shape > 0 && shape < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`A gamma shape must be positive and finite, not ${shape}.`);
  }
  if (shape < 1) return drawLogGamma(source, shape + 1) + Math.log(source.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = source.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const logV = 3 * Math.log(root);
    const bound = 0.5 * x * x + d - d * root * root * root + d * logV;
    if (Math.log(source.uniform()) < bound) return Math.log(d) + logV;
  }
}

/** Normalised gammas, by a softmax of their logarithms so that tiny concentrations stay defined. */
function drawDirichlet(source: Source, concentrations: ArrayLike<number>): Float64Array {
  if (concentrations.length === 0) throw new RangeError("A Dirichlet needs a concentration.");
  const point = Float64Array.from(concentrations, (shape) => drawLogGamma(source, shape));
  const largest = point.reduce((a, b) => Math.max(a, b));
  let total = 0;
  for (let i = 0; i < point.length; i++) {
    const weight = Math.exp(point[i] - largest);
    point[i] = weight;
    total += weight;
  }
  return point.map((weight) => weight / total);
}

/** Fisher–Yates on a copy. */
function shuffle(uint32: () => number, indices: ArrayLike<number>): Uint32Array {
  const shuffled = Uint32Array.from(indices);
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = drawBelow(uint32, last + 1);
    const moved = shuffled[last];
    shuffled[last] = shuffled[other];
    shuffled[other] = moved;
  }
  return shuffled;
}
