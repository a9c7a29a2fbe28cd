/** Value and gradient of a function to minimise. */
export type Objective = (parameters: Float64Array) => { value: number; gradient: Float64Array };

export type LbfgsResult = {
  readonly parameters: Float64Array;
  readonly iterations: number;
  readonly evaluations: number;
};

/**
 * Limited-memory BFGS with ten corrections and a backtracking line search, stopping as SciPy's
 * L-BFGS-B does: on the largest gradient entry or on the relative fall of the value.
 */
export function minimiseLbfgs(
  objective: Objective,
  start: Float64Array,
  { gradientTolerance = 1e-6, valueTolerance = 2.2e-9, iterationsMax = 200 } = {},
): LbfgsResult {
  let parameters: Float64Array = start.slice();
  let { value, gradient } = objective(parameters);
  let evaluations = 1;
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let iterations = 0; iterations < iterationsMax; iterations++) {
    if (largest(gradient) <= gradientTolerance) return { parameters, iterations, evaluations };
    const direction = twoLoop(gradient, steps);
    const slope = dot(direction, gradient);
    let scale = steps.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    let next = parameters;
    let found = { value, gradient };
    for (; scale > 1e-20; scale /= 2) {
      next = parameters.map((x, at) => x + scale * direction[at]);
      found = objective(next);
      evaluations++;
      if (found.value <= value + 1e-4 * scale * slope) break;
    }
    const s = next.map((x, at) => x - parameters[at]);
    const y = found.gradient.map((g, at) => g - gradient[at]);
    const curvature = dot(s, y);
    if (curvature > 1e-14) steps.push({ s, y, rho: 1 / curvature });
    if (steps.length > 10) steps.shift();
    const fall = (value - found.value) / Math.max(Math.abs(value), Math.abs(found.value), 1);
    parameters = next;
    value = found.value;
    gradient = found.gradient;
    if (fall <= valueTolerance) return { parameters, iterations: iterations + 1, evaluations };
  }
  return { parameters, iterations: iterationsMax, evaluations };
}

function twoLoop(
  gradient: Float64Array,
  steps: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas: number[] = [];
  for (const { s, y, rho } of steps.toReversed()) {
    const alpha = rho * dot(s, q);
    alphas.push(alpha);
    for (let at = 0; at < q.length; at++) q[at] -= alpha * y[at];
  }
  const last = steps.at(-1);
  if (last !== undefined) {
    const gamma = dot(last.s, last.y) / dot(last.y, last.y);
    for (let at = 0; at < q.length; at++) q[at] *= gamma;
  }
  for (const { s, y, rho } of steps) {
    const beta = rho * dot(y, q);
    const alpha = alphas.pop() ?? 0;
    for (let at = 0; at < q.length; at++) q[at] += (alpha - beta) * s[at];
  }
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}

function largest(vector: Float64Array): number {
  let size = 0;
  for (const value of vector) size = Math.max(size, Math.abs(value));
  return size;
}
