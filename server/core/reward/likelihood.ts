import { logistic, softplus } from "#server/core/numerics/logistic.ts";

/**
 * What was said of each pair. A decisive judgment may carry how strongly it was meant; a tie counts
 * as half a win for either side.
 */
export type JudgedOutcomes = {
  /** 1 when the first was preferred, 0 when the second was, ½ for a tie; other shares are allowed. */
  readonly outcomes: Float64Array;
  /** Strength 1…levels of a decisive judgment; 0 where none was given. */
  readonly strengths: Uint8Array;
  /** How much each judgment counts: 1 for a reliable annotator, 0 for a random one. */
  readonly weights: Float64Array;
};

/** First and (negative) second derivative of the log-likelihood with respect to the margin. */
export type Response = { slope: number; curvature: number };

/**
 * Derivatives of the log-likelihood of one judgment at a margin, unweighted.
 *
 * Strength is a cumulative link: a judgment of strength j says that the latent margin lies between
 * the thresholds j−1 and j. A weight per strength would treat a strong judgment as several
 * judgments, which makes the model surer than it may be; the thresholds are learned instead, so a
 * crowd that always presses "much better" moves the threshold and not the belief. Concave in the
 * margin. McCullagh 1980, https://doi.org/10.1111/j.2517-6161.1980.tb01109.x.
 *
 * @param response written to and returned, so that a loop allocates nothing
 */
export function respond(
  margin: number,
  judged: {
    readonly outcome: number;
    readonly strength: number;
    readonly thresholds: Float64Array;
  },
  response: Response,
): Response {
  const { outcome, strength, thresholds } = judged;
  const isGraded = strength > 0 && thresholds.length > 0 && (outcome === 1 || outcome === 0);
  if (!isGraded) {
    const probability = logistic(margin);
    response.slope = outcome - probability;
    response.curvature = probability * (1 - probability);
    return response;
  }
  const side = outcome === 1 ? 1 : -1;
  const lower = strength === 1 ? 0 : thresholds[strength - 2];
  const below = logistic(lower - side * margin);
  const above =
    strength > thresholds.length ? 1 : logistic(thresholds[strength - 1] - side * margin);
  response.slope = side * (above + below - 1);
  response.curvature = above * (1 - above) + below * (1 - below);
  return response;
}

/** Log-likelihood of which side was preferred, whatever the strength, in nats. */
export function sideLogLikelihood(margin: number, outcome: number): number {
  return -outcome * softplus(-margin) - (1 - outcome) * softplus(margin);
}

/**
 * Thresholds between strengths at which the predicted share of judgments beyond each threshold
 * equals the observed share, given the margins. Each is the root of an increasing function, found
 * by bisection; two pseudo-judgments at the starting threshold keep an unused strength finite.
 *
 * @param levels number of strengths; 1 gives no thresholds
 */
export function estimateThresholds(
  margins: Float64Array,
  { outcomes, strengths, weights }: JudgedOutcomes,
  levels: number,
): Float64Array {
  const graded: number[] = [];
  for (let row = 0; row < margins.length; row++) {
    const isDecisive = outcomes[row] === 0 || outcomes[row] === 1;
    if (strengths[row] > 0 && isDecisive) graded.push(row);
  }
  const thresholds = new Float64Array(Math.max(0, levels - 1));
  for (let index = 0; index < thresholds.length; index++) {
    const start = startingThreshold(index);
    const excess = (threshold: number) => {
      let sum = 2 * (logistic(threshold - start) - 0.5);
      for (const row of graded) {
        const beyond = logistic(margins[row] - threshold) + logistic(-margins[row] - threshold);
        sum += weights[row] * ((strengths[row] > index + 1 ? 1 : 0) - beyond);
      }
      return sum;
    };
    thresholds[index] = bisect(excess);
  }
  for (let index = 1; index < thresholds.length; index++) {
    thresholds[index] = Math.max(thresholds[index], thresholds[index - 1] + 0.05);
  }
  return thresholds;
}

function startingThreshold(index: number): number {
  return 0.8 * (index + 1);
}

function bisect(increasing: (value: number) => number): number {
  let low = 0.05;
  let high = 12;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (increasing(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
