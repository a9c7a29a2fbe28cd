/** The log-odds that the first of two answers is the better one. */
export type MeasuredMargin = {
  readonly first: number;
  readonly second: number;
  readonly margin: number;
};

const iterationsExtra = 20;
const residualMax = 1e-12;

/**
 * Rewards whose differences fit the margins best: least squares on r_first − r_second = margin, which
 * is Bradley–Terry with measured log-odds (Jiang et al. 2011, Statistical ranking and combinatorial
 * Hodge theory, https://arxiv.org/abs/0811.1067). They add up to 0. Null where no chain of comparisons
 * leads to the largest group: nothing relates those rewards to the others.
 */
export function solveRewards(count: number, margins: readonly MeasuredMargin[]): (number | null)[] {
  const group = findLargestGroup(count, margins);
  const edges = margins.filter(({ first }) => group.has(first));
  const rewards = solveLaplacian(count, edges);
  const mean = [...group].reduce((sum, index) => sum + (rewards[index] ?? 0), 0) / group.size;
  return Array.from(rewards, (reward, index) => (group.has(index) ? reward - mean : null));
}

/** Conjugate gradients; the matrix is singular, but the right side is orthogonal to its null space. */
function solveLaplacian(count: number, edges: readonly MeasuredMargin[]): Float64Array {
  const solution = new Float64Array(count);
  const residual = new Float64Array(count);
  for (const { first, second, margin } of edges) {
    add(residual, first, margin);
    add(residual, second, -margin);
  }
  const direction = Float64Array.from(residual);
  let square = dot(residual, residual);
  for (let step = 0; step < count + iterationsExtra && square > residualMax; step++) {
    const image = applyLaplacian(direction, edges);
    const size = square / dot(direction, image);
    addScaled(solution, direction, size);
    addScaled(residual, image, -size);
    const next = dot(residual, residual);
    for (const [index, value] of residual.entries()) {
      direction[index] = value + (next / square) * (direction[index] ?? 0);
    }
    square = next;
  }
  return solution;
}

function applyLaplacian(values: Float64Array, edges: readonly MeasuredMargin[]): Float64Array {
  const image = new Float64Array(values.length);
  for (const { first, second } of edges) {
    const difference = (values[first] ?? 0) - (values[second] ?? 0);
    add(image, first, difference);
    add(image, second, -difference);
  }
  return image;
}

function findLargestGroup(count: number, margins: readonly MeasuredMargin[]): ReadonlySet<number> {
  const neighbours = new Map<number, number[]>();
  for (const { first, second } of margins) {
    neighbours.set(first, [...(neighbours.get(first) ?? []), second]);
    neighbours.set(second, [...(neighbours.get(second) ?? []), first]);
  }
  const seen = new Set<number>();
  let largest: ReadonlySet<number> = new Set();
  for (let start = 0; start < count; start++) {
    if (!neighbours.has(start) || seen.has(start)) {
      continue;
    }
    const group = new Set([start]);
    // A set is walked in the order of insertion, also over what is added meanwhile.
    for (const index of group) {
      for (const next of neighbours.get(index) ?? []) {
        group.add(next);
      }
      seen.add(index);
    }
    largest = group.size > largest.size ? group : largest;
  }
  return largest;
}

function add(values: Float64Array, index: number, amount: number): void {
  values[index] = (values[index] ?? 0) + amount;
}

function addScaled(values: Float64Array, other: Float64Array, scale: number): void {
  for (const [index, value] of other.entries()) {
    add(values, index, scale * value);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
