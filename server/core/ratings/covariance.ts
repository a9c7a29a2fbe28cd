import { invertCholesky } from "#server/core/numerics/cholesky.ts";
import { logistic } from "#server/core/numerics/logistic.ts";
import { multiplyTransposed } from "#server/core/numerics/multiply-transposed.ts";
import type { BradleyTerryFit } from "./bradley-terry.ts";
import { consolidatePairs, type PairTable } from "./pair-table.ts";

/**
 * The sandwich covariance H⁻¹BH⁻¹ of Bradley–Terry strengths, valid when ties are counted as half
 * wins and when the model is only an approximation. Judgments are taken as independent.
 *
 * B sums the squared residuals (y − p)² of single judgments, y ∈ {1, ½, 0}, squared weights
 * included. Pseudo-judgments enter H and B alike, so a pair that was only ever won by one side keeps
 * an honest, wide interval.
 *
 * @param table the table that was fitted.
 * @param fit the fit of that table.
 * @returns K × K, row-major, in nats²; rows sum to zero because strengths are relative to their mean.
 * @throws RangeError when the table is not valid or has another number of models.
 * Source: White 1982, https://doi.org/10.2307/1912526; Chiang et al. 2024, https://arxiv.org/abs/2403.04132
 */
export function sandwichCovariance(table: PairTable, fit: BradleyTerryFit): Float64Array {
  const bread = invertCholesky(fit.factor);
  return sandwich(bread, scoreMoments(table, fit), fit.strengths.length);
}

/**
 * The model-based covariance, the inverse information. It is right only without ties and when the
 * Bradley–Terry model holds; with half-win ties it is too wide.
 *
 * @param fit a fit with its factor.
 * @returns K × K, row-major, in nats²; rows sum to zero.
 * Source: https://en.wikipedia.org/wiki/Fisher_information
 */
export function informationCovariance(fit: BradleyTerryFit): Float64Array {
  return centreRows(invertCholesky(fit.factor), fit.strengths.length);
}

/**
 * Bread · filling · bread for symmetric matrices.
 *
 * @param bread size × size, row-major.
 * @param filling size × size, row-major.
 * @param size number of rows.
 * @returns size × size, exactly symmetric.
 */
export function sandwich(bread: Float64Array, filling: Float64Array, size: number): Float64Array {
  const half = multiplyTransposed(bread, filling, size);
  const covariance = multiplyTransposed(half, bread, size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      const mean = (covariance[row * size + column] + covariance[column * size + row]) / 2;
      covariance[row * size + column] = mean;
      covariance[column * size + row] = mean;
    }
  }
  return covariance;
}

/** Adds m·(eₐ − e_b)(eₐ − e_b)ᵀ to a K × K matrix that is being built. */
export function addPairMoment(
  matrix: Float64Array,
  modelCount: number,
  { left, right, moment }: { left: number; right: number; moment: number },
): void {
  matrix[left * modelCount + left] += moment;
  matrix[right * modelCount + right] += moment;
  matrix[left * modelCount + right] -= moment;
  matrix[right * modelCount + left] -= moment;
}

/** Σ (half-win residual)² of the pseudo-judgments of a fit, which are alike for every estimator of B. */
export function pseudoMoment(probability: number, pseudoJudgments: number): number {
  return (pseudoJudgments / 2) * ((1 - probability) ** 2 + probability ** 2);
}

function scoreMoments(table: PairTable, fit: BradleyTerryFit): Float64Array {
  const { modelCount, first, second, wins, losses, ties } = consolidatePairs(table, 2);
  if (modelCount !== fit.strengths.length) {
    throw new RangeError(`the fit has ${fit.strengths.length} models, the table ${modelCount}`);
  }
  const moments = new Float64Array(modelCount * modelCount);
  for (let row = 0; row < first.length; row++) {
    const left = first[row];
    const right = second[row];
    const probability = logistic(fit.strengths[left] - fit.strengths[right]);
    const moment =
      wins[row] * (1 - probability) ** 2 +
      losses[row] * probability ** 2 +
      ties[row] * (0.5 - probability) ** 2 +
      pseudoMoment(probability, fit.pseudoJudgments);
    addPairMoment(moments, modelCount, { left, right, moment });
  }
  return moments;
}

/** Subtracts the constant that pins the sum of strengths, C·A·C with C = I − 11ᵀ/K. */
function centreRows(matrix: Float64Array, size: number): Float64Array {
  let total = 0;
  for (const value of matrix) total += value;
  // The pin has the eigenvector 1, so the excess is the same constant in every entry.
  const excess = total / (size * size);
  return matrix.map((value) => value - excess);
}
