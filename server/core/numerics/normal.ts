import { evaluatePolynomial } from "./evaluate-polynomial.ts";

const INVERSE_SQRT_PI = 0.5641895835477563;
const INVERSE_SQRT_TWO_PI = 0.3989422804014327;

/** Cody's rational approximations, each listed from the constant term upwards. */
const ERF_CENTRE_NUMERATOR = [
  3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315,
];
const ERF_CENTRE_DENOMINATOR = [
  2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1,
];
const ERFC_MIDDLE_NUMERATOR = [
  1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001,
  66.11919063714163, 8.883149794388377, 0.5641884969886701, 2.1531153547440383e-8,
];
const ERFC_MIDDLE_DENOMINATOR = [
  1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903,
  537.1811018620099, 117.6939508913125, 15.744926110709835, 1,
];
const ERFC_TAIL_NUMERATOR = [
  0.0006587491615298378, 0.016083785148742275, 0.12578172611122926, 0.36034489994980445,
  0.30532663496123236, 0.016315387137302097,
];
const ERFC_TAIL_DENOMINATOR = [
  0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234673,
  2.568520192289822, 1,
];

/** Wichura's PPND16 coefficients, each listed from the constant term upwards. */
const CENTRE_NUMERATOR = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const CENTRE_DENOMINATOR = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const MIDDLE_NUMERATOR = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const MIDDLE_DENOMINATOR = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
  0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
];
const TAIL_NUMERATOR = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
  0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const TAIL_DENOMINATOR = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
];

/**
 * The standard normal density φ(z).
 *
 * @param z standard deviations from the mean.
 * Source: https://en.wikipedia.org/wiki/Normal_distribution
 */
export function normalDensity(z: number): number {
  return INVERSE_SQRT_TWO_PI * Math.exp(-0.5 * z * z);
}

/**
 * The standard normal distribution function Φ(z), with full relative accuracy in the lower tail.
 *
 * @param z standard deviations from the mean; pass −z for an accurate upper tail.
 * @returns a probability in [0, 1].
 * @throws RangeError when z is NaN.
 * Source: Cody 1969, https://doi.org/10.1090/S0025-5718-1969-0247736-4
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) throw new RangeError("normalCdf needs a number");
  const size = Math.abs(z);
  if (size * Math.SQRT1_2 <= 0.46875) return 0.5 * (1 + erfCentre(z * Math.SQRT1_2));
  const tail = 0.5 * scaledErfc(size * Math.SQRT1_2) * expMinusHalfSquare(size);
  return z > 0 ? 1 - tail : tail;
}

/**
 * The standard normal quantile Φ⁻¹(p), accurate to about one part in 10¹⁶ (AS 241, PPND16).
 *
 * @param probability strictly between 0 and 1.
 * @returns standard deviations from the mean.
 * @throws RangeError when the probability is not strictly inside (0, 1), where the quantile is infinite.
 * Source: Wichura 1988, Algorithm AS 241, https://doi.org/10.2307/2347330
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(
      `normalQuantile needs a probability strictly inside (0, 1), got ${probability}`,
    );
  }
  const offset = probability - 0.5;
  if (Math.abs(offset) <= 0.425) {
    const r = 0.180625 - offset * offset;
    return offset * ratio(CENTRE_NUMERATOR, CENTRE_DENOMINATOR, r);
  }
  const r = Math.sqrt(-Math.log(offset < 0 ? probability : 1 - probability));
  const size =
    r <= 5
      ? ratio(MIDDLE_NUMERATOR, MIDDLE_DENOMINATOR, r - 1.6)
      : ratio(TAIL_NUMERATOR, TAIL_DENOMINATOR, r - 5);
  return offset < 0 ? -size : size;
}

function erfCentre(x: number): number {
  return x * ratio(ERF_CENTRE_NUMERATOR, ERF_CENTRE_DENOMINATOR, x * x);
}

/** exp(x²)·erfc(x) for x above 0.46875. */
function scaledErfc(x: number): number {
  if (x <= 4) return ratio(ERFC_MIDDLE_NUMERATOR, ERFC_MIDDLE_DENOMINATOR, x);
  const inverse = 1 / (x * x);
  const correction = inverse * ratio(ERFC_TAIL_NUMERATOR, ERFC_TAIL_DENOMINATOR, inverse);
  return (INVERSE_SQRT_PI - correction) / x;
}

/** exp(−z²/2) with z split so that squaring loses no digits. */
function expMinusHalfSquare(z: number): number {
  if (z > 39) return 0;
  const coarse = Math.trunc(z * 16) / 16;
  return Math.exp(-0.5 * coarse * coarse) * Math.exp(-0.5 * (z - coarse) * (z + coarse));
}

function ratio(numerator: readonly number[], denominator: readonly number[], x: number): number {
  return evaluatePolynomial(numerator, x) / evaluatePolynomial(denominator, x);
}
