/** Probabilities of left, right and tie under careless answering, one row per kind of it. */
const CARELESS = {
  random: [1 / 3, 1 / 3, 1 / 3],
  left: [0.9, 0.05, 0.05],
  right: [0.05, 0.9, 0.05],
  tie: [0.05, 0.05, 0.9],
} as const;

export type CarelessKind = keyof typeof CARELESS;

/** Running log likelihood ratios of each kind of careless answering; all 0 before the first answer. */
export type ClickEvidence = Readonly<Record<CarelessKind, number>>;

export const NO_CLICK_EVIDENCE: ClickEvidence = { random: 0, left: 0, right: 0, tie: 0 };

/**
 * Adds one answer to the evidence that an annotator answers without looking: the log likelihood
 * ratio of each careless kind against what careful annotators would answer to this pair.
 *
 * @param evidence what has been added so far
 * @param response 0 left, 1 right, 2 tie
 * @param careful probabilities of left, right and tie for a careful annotator, predicted without
 *   this annotator's answers; all positive and summing to 1. They must be the probabilities of an
 *   answer, with all its disagreement, not of the truth: a prediction that is too sure of itself
 *   makes honest people look careless.
 * @throws RangeError when the response is none of the three or the probabilities are not valid
 */
export function addClick(
  evidence: ClickEvidence,
  response: number,
  careful: ArrayLike<number>,
): ClickEvidence {
  assertCareful(careful);
  if (!(response === 0 || response === 1 || response === 2)) {
    throw new RangeError(`There is no response ${response}.`);
  }
  const logCareful = Math.log(careful[response]);
  return {
    random: evidence.random + Math.log(CARELESS.random[response]) - logCareful,
    left: evidence.left + Math.log(CARELESS.left[response]) - logCareful,
    right: evidence.right + Math.log(CARELESS.right[response]) - logCareful,
    tie: evidence.tie + Math.log(CARELESS.tie[response]) - logCareful,
  };
}

/**
 * The mixture e-value of careless answering, E = mean over kinds of Π careless(y)/careful(y), as its
 * natural logarithm. For a careful annotator E is a martingale that starts at 1, so the chance that
 * it ever reaches c is at most 1/c however often one looks; flag at E ≥ 1,000, or across annotators
 * by `rejectByEvidence`. Vovk and Wang 2021, https://doi.org/10.1214/20-AOS2020; Ramdas et al. 2023,
 * https://doi.org/10.1214/23-STS894.
 */
export function summariseClicks(evidence: ClickEvidence): {
  readonly logEvidence: number;
  /** The kind with most evidence, for the reviewer's eyes. */
  readonly likeliest: CarelessKind;
} {
  const { random, left, right, tie } = evidence;
  const largest = Math.max(random, left, right, tie);
  const sum = [random, left, right, tie].reduce((total, log) => total + Math.exp(log - largest), 0);
  const logEvidence = largest + Math.log(sum / 4);
  if (random === largest) return { logEvidence, likeliest: "random" };
  if (left === largest) return { logEvidence, likeliest: "left" };
  if (right === largest) return { logEvidence, likeliest: "right" };
  return { logEvidence, likeliest: "tie" };
}

function assertCareful(careful: ArrayLike<number>): void {
  const total = careful[0] + careful[1] + careful[2];
  const arePositive = careful[0] > 0 && careful[1] > 0 && careful[2] > 0;
  if (careful.length !== 3 || !arePositive || Math.abs(total - 1) > 1e-9) {
    throw new RangeError(
      "A careful annotator needs positive probabilities of left, right and tie.",
    );
  }
}
