import { countRows, type FeatureMatrix } from "./feature-matrix.ts";
import type { FeatureGroup } from "./reward-model.ts";
import { fitStandardiser, type Standardiser } from "./standardiser.ts";

/** The columns that an outside score service puts in front of the text features. */
export type OutsideColumns = { readonly hasScore: boolean; readonly embeddingWidth: number };

/** Deviation of the prior on the weight of an outside reward, in units of what it ought to weigh. */
const scoreDeviation = 0.5;

/** The same where differences of rewards are no log-odds, so that nothing is known of their weight. */
const unscaledScoreDeviation = 1;

/**
 * Deviation of the prior on all directions of an embedding together; each has its share, as what an
 * encoder knows is spread over as many as there are. At 64 that is 0.01, about that of text features:
 * what was measured with an encoder is in docs/active-learning.md.
 */
const embeddingDeviation = 0.08;

export function countOutsideColumns({ hasScore, embeddingWidth }: OutsideColumns): number {
  return (hasScore ? 1 : 0) + embeddingWidth;
}

/**
 * Priors of the outside columns. A reward whose differences are log-odds starts out believed: its
 * weight has prior mean 1 on the logit scale, which is its spread on the standardised scale, so that
 * the model begins as the service and judgments correct it. Any other reward has to earn its weight.
 *
 * @param spread scale of the reward's column, see {@link fitOutsideStandardiser}
 */
export function outsideGroups(
  columns: OutsideColumns,
  score: { readonly isLogit: boolean; readonly spread: number },
): readonly FeatureGroup[] {
  const { hasScore, embeddingWidth } = columns;
  const believed = { priorMean: score.spread, priorDeviation: scoreDeviation * score.spread };
  const unknown = { priorMean: 0, priorDeviation: unscaledScoreDeviation };
  const scorePrior = score.isLogit ? believed : unknown;
  const embeddingPrior = {
    priorMean: 0,
    priorDeviation: embeddingDeviation / Math.sqrt(Math.max(1, embeddingWidth)),
  };
  return [
    ...(hasScore ? [{ name: "score", width: 1, ...scorePrior, isAdaptive: false }] : []),
    ...(embeddingWidth > 0
      ? [{ name: "embedding", width: embeddingWidth, ...embeddingPrior, isAdaptive: true }]
      : []),
  ];
}

/**
 * Scales of outside columns that are centred within their prompt already: the centre is exactly 0,
 * which is then what a missing value is set to.
 *
 * @param features outside columns of completions that have them
 * @throws RangeError when there are no rows or a value is not finite
 */
export function fitOutsideStandardiser(features: FeatureMatrix): Standardiser {
  const fitted = fitStandardiser(features);
  return { ...fitted, centres: new Float64Array(features.width) };
}

export function joinStandardisers(lead: Standardiser, rest: Standardiser): Standardiser {
  const join = (name: keyof Standardiser) => Float64Array.from([...lead[name], ...rest[name]]);
  return { centres: join("centres"), scales: join("scales"), limits: join("limits") };
}

/**
 * The same model for completions whose prompt has no others to be centred with: outside columns are
 * taken from fixed centres, and not cut off, as how far a whole prompt lies from them says nothing.
 * Differences of rewards within a prompt are what they were, except between completions of which one
 * lay beyond the limits.
 *
 * @param centres one number per outside column, in its own unit
 */
export function centreOutside<Model extends { readonly standardiser: Standardiser }>(
  model: Model,
  centres: Float64Array,
): Model {
  const { standardiser } = model;
  const centred = Float64Array.from(standardiser.centres);
  centred.set(centres);
  const limits = Float64Array.from(standardiser.limits).fill(Infinity, 0, centres.length);
  return { ...model, standardiser: { ...standardiser, centres: centred, limits } };
}

/** Puts the columns of one matrix in front of those of another with as many rows. */
export function joinColumns(lead: FeatureMatrix, rest: FeatureMatrix): FeatureMatrix {
  const rows = countRows(rest);
  if (countRows(lead) !== rows) throw new RangeError("The matrices differ in their rows.");
  const width = lead.width + rest.width;
  const values = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    values.set(lead.values.subarray(row * lead.width, (row + 1) * lead.width), row * width);
    const from = rest.values.subarray(row * rest.width, (row + 1) * rest.width);
    values.set(from, row * width + lead.width);
  }
  return { width, values };
}
