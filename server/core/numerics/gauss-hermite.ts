/** Nodes in increasing order and weights that sum to one. */
export type Quadrature = { readonly nodes: Float64Array; readonly weights: Float64Array };

/**
 * Gauss–Hermite quadrature for a standard normal variable: E f(Z) ≈ Σ wᵢ f(xᵢ), exact when f is a
 * polynomial of degree below 2n. For N(μ, σ²) evaluate f at μ + σxᵢ.
 *
 * The nodes are the eigenvalues of the Jacobi matrix of the probabilists' Hermite polynomials and
 * the weights the squared first components of its eigenvectors.
 *
 * @param count number of nodes n, a positive integer.
 * @throws RangeError when the count is not a positive integer.
 * Source: Golub and Welsch 1969, https://doi.org/10.1090/S0025-5718-69-99647-1
 */
export function gaussHermite(count = 16): Quadrature {
  if (!(Number.isInteger(count) && count > 0)) {
    throw new RangeError(`quadrature needs a positive number of nodes, got ${count}`);
  }
  const diagonal = new Float64Array(count);
  const offDiagonal = new Float64Array(count);
  for (let k = 1; k < count; k++) offDiagonal[k - 1] = Math.sqrt(k);
  const first = new Float64Array(count);
  first[0] = 1;
  for (let index = 0; index < count; index++)
    isolateEigenvalue({ diagonal, offDiagonal, first }, index);
  return symmetrise(diagonal, first);
}

type Tridiagonal = {
  readonly diagonal: Float64Array;
  readonly offDiagonal: Float64Array;
  /** First component of each eigenvector, rotated along with the matrix. */
  readonly first: Float64Array;
};

/** Implicit QL sweeps on the local work arrays until the entry beside `index` has vanished. */
function isolateEigenvalue(work: Tridiagonal, index: number): void {
  const { diagonal, offDiagonal } = work;
  for (;;) {
    let end = index;
    while (end < diagonal.length - 1 && !isNegligible(work, end)) end++;
    if (end === index) return;
    const g = (diagonal[index + 1] - diagonal[index]) / (2 * offDiagonal[index]);
    const r = Math.hypot(g, 1);
    const shift = offDiagonal[index] / (g + (g >= 0 ? r : -r));
    sweep(work, { index, end, start: diagonal[end] - diagonal[index] + shift });
  }
}

function isNegligible({ diagonal, offDiagonal }: Tridiagonal, at: number): boolean {
  const scale = Math.abs(diagonal[at]) + Math.abs(diagonal[at + 1]);
  // The matrix has a zero diagonal at the start, so the unit floor stands for its overall scale.
  return Math.abs(offDiagonal[at]) <= Number.EPSILON * Math.max(scale, 1e-3);
}

function sweep(
  { diagonal, offDiagonal, first }: Tridiagonal,
  { index, end, start }: { index: number; end: number; start: number },
): void {
  let g = start;
  let sine = 1;
  let cosine = 1;
  let carried = 0;
  for (let i = end - 1; i >= index; i--) {
    const f = sine * offDiagonal[i];
    const b = cosine * offDiagonal[i];
    const r = Math.hypot(f, g);
    offDiagonal[i + 1] = r;
    if (r === 0) {
      diagonal[i + 1] -= carried;
      offDiagonal[end] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = diagonal[i + 1] - carried;
    const t = (diagonal[i] - g) * sine + 2 * cosine * b;
    carried = sine * t;
    diagonal[i + 1] = g + carried;
    g = cosine * t - b;
    const upper = first[i + 1];
    first[i + 1] = sine * first[i] + cosine * upper;
    first[i] = cosine * first[i] - sine * upper;
  }
  diagonal[index] -= carried;
  offDiagonal[index] = g;
  offDiagonal[end] = 0;
}

/** Sorts the nodes and averages each with its mirror image, since the exact rule is symmetric. */
function symmetrise(eigenvalues: Float64Array, first: Float64Array): Quadrature {
  const count = eigenvalues.length;
  const order = Array.from(eigenvalues.keys()).sort((a, b) => eigenvalues[a] - eigenvalues[b]);
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  let total = 0;
  for (let k = 0; k < count; k++) {
    const here = order[k];
    const mirror = order[count - 1 - k];
    nodes[k] = (eigenvalues[here] - eigenvalues[mirror]) / 2;
    weights[k] = (first[here] ** 2 + first[mirror] ** 2) / 2;
    total += weights[k];
  }
  for (let k = 0; k < count; k++) weights[k] /= total;
  return { nodes, weights };
}
