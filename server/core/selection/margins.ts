/**
 * What a model believes about the margins of n pairs: entry i is a normal belief about the
 * difference f = (first − second) on the logit scale, so that the first wins with probability σ(f).
 * Means are in logits, variances in logits².
 */
export type Margins = {
  readonly means: Float64Array;
  readonly variances: Float64Array;
};

/** Pairs of models as two parallel arrays of model indices. */
export type PairIndices = {
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
};

/**
 * The margins of pairs of compared models under strengths N(θ, Σ): means θ_i − θ_j and variances
 * Σ_ii + Σ_jj − 2Σ_ij. Rounding may bring a variance of a nearly certain contrast below zero; such
 * a variance is returned as 0.
 *
 * @param pairs model indices, first[p] and second[p] for pair p
 * @param strengths θ, one per model, in logits
 * @param covariance Σ, row-major, models × models, symmetric
 * @throws RangeError when lengths disagree or an index is no model
 */
export function pairMargins(
  pairs: PairIndices,
  strengths: Float64Array,
  covariance: Float64Array,
): Margins {
  const models = strengths.length;
  const count = pairs.first.length;
  if (covariance.length !== models * models) {
    throw new RangeError(`A covariance of ${models} models needs ${models * models} entries.`);
  }
  if (pairs.second.length !== count) throw new RangeError("Both sides of the pairs must match.");
  const means = new Float64Array(count);
  const variances = new Float64Array(count);
  for (let pair = 0; pair < count; pair++) {
    const i = modelAt(pairs.first, pair, models);
    const j = modelAt(pairs.second, pair, models);
    means[pair] = strengths[i] - strengths[j];
    const own = covariance[i * models + i] + covariance[j * models + j];
    variances[pair] = Math.max(0, own - 2 * covariance[i * models + j]);
  }
  return { means, variances };
}

/**
 * Every unordered pair of models once, first < second, in lexicographic order:
 * (0,1), (0,2), …, (models−2, models−1).
 *
 * @throws RangeError unless the number of models is a non-negative integer
 */
export function listModelPairs(models: number): { first: Uint32Array; second: Uint32Array } {
  if (!Number.isInteger(models) || models < 0) {
    throw new RangeError(`The number of models must be a non-negative integer, not ${models}.`);
  }
  const count = (models * (models - 1)) / 2;
  const first = new Uint32Array(count);
  const second = new Uint32Array(count);
  let pair = 0;
  for (let i = 0; i < models; i++) {
    for (let j = i + 1; j < models; j++) {
      first[pair] = i;
      second[pair] = j;
      pair++;
    }
  }
  return { first, second };
}

/**
 * The covariance after one more judgment of models i and j: Σ − h/(1 + h·v)·(Σx)(Σx)ᵀ with
 * x = e_i − e_j and v = xᵀΣx. O(models²), for use between refits. Sherman and Morrison 1950,
 * https://doi.org/10.1214/aoms/1177729893.
 *
 * @param covariance Σ, row-major, square, symmetric; left alone
 * @param pair the two models judged
 * @param information h = p(1−p), the Fisher information of the judgment about the margin
 * @throws RangeError when the matrix is not square, an index is no model, or h is negative
 */
export function updateCovariance(
  covariance: Float64Array,
  pair: { readonly i: number; readonly j: number },
  information: number,
): Float64Array {
  const models = Math.round(Math.sqrt(covariance.length));
  if (models * models !== covariance.length) throw new RangeError("The covariance is not square.");
  if (!(information >= 0)) throw new RangeError(`Information ${information} is negative.`);
  for (const model of [pair.i, pair.j]) {
    if (!(model >= 0 && model < models)) throw new RangeError(`There is no model ${model}.`);
  }
  const image = new Float64Array(models);
  for (let row = 0; row < models; row++) {
    image[row] = covariance[row * models + pair.i] - covariance[row * models + pair.j];
  }
  const variance = image[pair.i] - image[pair.j];
  const factor = information / (1 + information * variance);
  const updated = Float64Array.from(covariance);
  for (let row = 0; row < models; row++) {
    const scaled = factor * image[row];
    for (let column = 0; column < models; column++) {
      const at = row * models + column;
      updated[at] = covariance[at] - scaled * image[column];
    }
  }
  return updated;
}

function modelAt(side: ArrayLike<number>, pair: number, models: number): number {
  const model = side[pair];
  if (!(model >= 0 && model < models)) throw new RangeError(`Pair ${pair} names no model.`);
  return model;
}
