import type { Evaluation } from "#server/core/numerics/maximise-concave.ts";
import { type JudgmentRows, requireSameLength } from "./pair-table.ts";

/** Judgments with covariates. */
export type ContextualRows = JudgmentRows & {
  readonly featureCount: number;
  /** rows × featureCount, row-major, first answer minus second; finite. */
  readonly features: Float64Array;
  /** How many alike judgments a row stands for; 1 when left out. */
  readonly count?: Float64Array;
};

/** Checks lengths, features and counts; indices are checked where the rows are tabulated. */
export function requireContextualRows({
  first,
  featureCount,
  features,
  count,
}: ContextualRows): void {
  if (!(Number.isInteger(featureCount) && featureCount >= 0)) {
    throw new RangeError(`${featureCount} is not a number of features`);
  }
  requireSameLength(first.length * featureCount, [features]);
  requireSameLength(first.length, [count ?? first]);
  if (!features.every(Number.isFinite)) throw new RangeError("a feature is not finite");
  if (count?.some((n) => !(n > 0 && n < Number.POSITIVE_INFINITY))) {
    throw new RangeError("a row stands for no judgment");
  }
}

/**
 * Penalised log-likelihood, gradient and information over strengths followed by effects, in one pass
 * over the judgments. A constant on the block of strengths pins their sum.
 *
 * @param rows valid rows.
 * @param at the parameters and the ridge on the effects.
 */
export function evaluateContextual(
  rows: ContextualRows,
  { parameters, ridge }: { parameters: Float64Array; ridge: number },
): Evaluation {
  const { modelCount, featureCount, first, second, verdict, features, count } = rows;
  const size = parameters.length;
  const effects = parameters.slice(modelCount);
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  let value = 0;
  let curvature = 0;
  for (let row = 0; row < first.length; row++) {
    const left = first[row];
    const right = second[row];
    const start = row * featureCount;
    let margin = parameters[left] - parameters[right];
    for (let f = 0; f < featureCount; f++) margin += effects[f] * features[start + f];
    const small = Math.exp(-Math.abs(margin));
    const likely = 1 / (1 + small);
    const unlikely = small * likely;
    const times = count === undefined ? 1 : count[row];
    const outcome = verdict[row] > 0 ? 1 : verdict[row] < 0 ? 0 : 0.5;
    const upset = margin >= 0 ? 1 - outcome : outcome;
    value -= times * (Math.log1p(small) + upset * Math.abs(margin));
    // Written without subtracting probabilities near one, so that the slope of separated data does
    // not vanish before its curvature does.
    const shortfall = times * ((1 - upset) * unlikely - upset * likely);
    const residual = margin >= 0 ? shortfall : -shortfall;
    const weight = times * likely * unlikely;
    curvature += weight;
    gradient[left] += residual;
    gradient[right] -= residual;
    // One write per judgment: the diagonal and the mirror image follow from these at the end.
    information[left * size + right] -= weight;
    for (let f = 0; f < featureCount; f++) {
      const feature = features[start + f];
      gradient[modelCount + f] += residual * feature;
      const target = (modelCount + f) * size;
      const cross = weight * feature;
      information[target + left] += cross;
      information[target + right] -= cross;
      for (let g = 0; g <= f; g++)
        information[target + modelCount + g] += cross * features[start + g];
    }
  }
  for (let f = 0; f < featureCount; f++) {
    value -= 0.5 * ridge * effects[f] ** 2;
    gradient[modelCount + f] -= ridge * effects[f];
    information[(modelCount + f) * size + modelCount + f] += ridge;
  }
  completeInformation(information, { size, modelCount, pin: (2 * curvature) / modelCount ** 2 });
  return { value, gradient, information };
}

function completeInformation(
  information: Float64Array,
  { size, modelCount, pin }: { size: number; modelCount: number; pin: number },
): void {
  for (let row = 0; row < modelCount; row++) {
    for (let column = 0; column < row; column++) {
      const entry = information[row * size + column] + information[column * size + row];
      information[row * size + row] -= entry;
      information[column * size + column] -= entry;
      information[row * size + column] = entry + pin;
      information[column * size + row] = entry + pin;
    }
  }
  for (let row = 0; row < modelCount; row++) information[row * size + row] += pin;
  for (let row = modelCount; row < size; row++) {
    for (let column = 0; column < row; column++) {
      information[column * size + row] = information[row * size + column];
    }
  }
}
