import { type CholeskyFactor, factorCholesky, solveCholesky } from "./cholesky.ts";

/** A log-likelihood and its first two derivatives at one point. */
export type Evaluation = {
  readonly value: number;
  readonly gradient: Float64Array;
  /** The negative second derivative, row-major; positive definite where the maximum is unique. */
  readonly information: Float64Array;
};

/** A concave function to maximise; `evaluate` returns null outside its domain. */
export type ConcaveProblem = {
  readonly start: Float64Array;
  readonly evaluate: (parameters: Float64Array) => Evaluation | null;
};

/** The maximum, or the finding that the iteration runs towards infinity. */
export type ConcaveMaximum =
  | {
      readonly kind: "maximum";
      readonly parameters: Float64Array;
      /** Cholesky factor of the information one step before the end, where it is the same to 1e−8. */
      readonly factor: CholeskyFactor;
      readonly value: number;
      readonly iterations: number;
    }
  | { readonly kind: "no-maximum" };

const ITERATIONS_MAX = 200;
const STEP_MAX = 2;
/** Newton converges quadratically, so taking one last step this small leaves an error near 1e−16. */
const STEP_TOLERANCE = 1e-8;

/**
 * The maximum of a smooth concave function by Newton's method with a step cap and step halving.
 *
 * No component moves by more than two per step, and a step that leaves the domain or lowers the
 * value is halved, so the iteration is safe from any start inside the domain. A function that rises
 * for ever (separated data) is reported as having no maximum: where it flattens exponentially Newton
 * steps keep their length, until the curvature is lost in rounding.
 *
 * @param problem the start and the evaluation; neither is changed.
 * @throws RangeError when the start itself is outside the domain.
 * Source: Boyd and Vandenberghe, Convex Optimization §9.5, https://web.stanford.edu/~boyd/cvxbook/
 */
export function maximiseConcave({ start, evaluate }: ConcaveProblem): ConcaveMaximum {
  let parameters: Float64Array = start.slice();
  let current = evaluate(parameters);
  if (current === null) throw new RangeError("the start lies outside the domain");
  for (let iterations = 1; iterations <= ITERATIONS_MAX; iterations++) {
    const factored = factorCholesky(current.information, parameters.length);
    if (factored.kind !== "factored") return { kind: "no-maximum" };
    const { factor } = factored;
    const step = solveCholesky(factor, current.gradient);
    const length = largestSize(step);
    if (length < STEP_TOLERANCE) {
      parameters = parameters.map((value, index) => value + step[index]);
      return { kind: "maximum", parameters, factor, value: current.value, iterations };
    }
    const moved = climb({ parameters, current, step, evaluate }, Math.min(1, STEP_MAX / length));
    if (moved === null) return { kind: "no-maximum" };
    parameters = moved.parameters;
    current = moved.evaluation;
  }
  return { kind: "no-maximum" };
}

type Climb = {
  readonly parameters: Float64Array;
  readonly current: Evaluation;
  readonly step: Float64Array;
  readonly evaluate: ConcaveProblem["evaluate"];
};

function climb(
  { parameters, current, step, evaluate }: Climb,
  firstScale: number,
): { parameters: Float64Array; evaluation: Evaluation } | null {
  // Rounding in a sum of many terms may lower the value slightly near the top.
  const floor = current.value - 1e-10 * (1 + Math.abs(current.value));
  for (let scale = firstScale; scale > 1e-12; scale /= 2) {
    const candidate = parameters.map((value, index) => value + scale * step[index]);
    const evaluation = evaluate(candidate);
    if (evaluation !== null && evaluation.value >= floor) {
      return { parameters: candidate, evaluation };
    }
  }
  return null;
}

function largestSize(vector: Float64Array): number {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  return largest;
}
