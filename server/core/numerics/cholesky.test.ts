import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CholeskyFactor,
  type CholeskyResult,
  downdateCholesky,
  factorCholesky,
  invertCholesky,
  logDeterminant,
  solveCholesky,
  updateCholesky,
} from "./cholesky.ts";

const entry = fc.double({ min: -3, max: 3, noNaN: true });
const problem = fc.integer({ min: 1, max: 8 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    root: fc.array(entry, { minLength: size * size, maxLength: size * size }),
    vector: fc.array(entry, { minLength: size, maxLength: size }),
  }),
);

function factored(result: CholeskyResult): CholeskyFactor {
  if (result.kind !== "factored") throw new Error(`pivot ${result.pivot} is not positive`);
  return result.factor;
}

/** R·Rᵀ + I, which is positive definite for any R. */
function gram(root: readonly number[], size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < size; k++) sum += root[i * size + k] * root[j * size + k];
      matrix[i * size + j] = sum;
    }
  }
  return matrix;
}

function plusOuter(matrix: Float64Array, vector: readonly number[], sign: number): Float64Array {
  const size = vector.length;
  return matrix.map(
    (value, at) => value + sign * vector[Math.floor(at / size)] * vector[at % size],
  );
}

function expectClose(actual: Float64Array, expected: ArrayLike<number>, tolerance = 1e-9): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i] - expected[i])).toBeLessThanOrEqual(
      tolerance * (1 + Math.abs(expected[i])),
    );
  }
}

describe("Cholesky", () => {
  it("reproduces the published factor of a 3 × 3 matrix", () => {
    // https://en.wikipedia.org/wiki/Cholesky_decomposition#Example
    const matrix = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);
    const factor = factored(factorCholesky(matrix, 3));
    expectClose(factor.lower, [2, 0, 0, 6, 1, 0, -8, 5, 3], 1e-14);
    expect(logDeterminant(factor)).toBeCloseTo(Math.log(36), 12);
  });

  it("solves A·x = b and inverts A", () => {
    fc.assert(
      fc.property(problem, ({ size, root, vector }) => {
        const matrix = gram(root, size);
        const factor = factored(factorCholesky(matrix, size));
        const solution = solveCholesky(factor, Float64Array.from(vector));
        const inverse = invertCholesky(factor);
        for (let i = 0; i < size; i++) {
          let product = 0;
          let viaInverse = 0;
          for (let j = 0; j < size; j++) {
            product += matrix[i * size + j] * solution[j];
            viaInverse += inverse[i * size + j] * vector[j];
            expect(inverse[i * size + j]).toBe(inverse[j * size + i]);
          }
          expect(product).toBeCloseTo(vector[i], 8);
          expect(viaInverse).toBeCloseTo(solution[i], 8);
        }
      }),
    );
  });

  it("updates to the factor of A + x·xᵀ and downdates back, changing no input", () => {
    fc.assert(
      fc.property(problem, ({ size, root, vector }) => {
        const matrix = gram(root, size);
        const factor = factored(factorCholesky(matrix, size));
        const before = factor.lower.slice();
        const x = Float64Array.from(vector);
        const updated = updateCholesky(factor, x);
        const direct = factored(factorCholesky(plusOuter(matrix, vector, 1), size));
        expectClose(updated.lower, direct.lower);
        expectClose(factored(downdateCholesky(updated, x)).lower, before, 1e-8);
        expect(factor.lower).toEqual(before);
        expect(Array.from(x)).toEqual(vector);
      }),
    );
  });

  it("reports the failing pivot of a singular or indefinite matrix", () => {
    const singular = Float64Array.of(1, 1, 1, 1);
    expect(factorCholesky(singular, 2)).toEqual({ kind: "not-positive-definite", pivot: 1 });
    const indefinite = Float64Array.of(1, 2, 2, 1);
    expect(factorCholesky(indefinite, 2)).toEqual({ kind: "not-positive-definite", pivot: 1 });
    const zero = new Float64Array(4);
    expect(factorCholesky(zero, 2)).toEqual({ kind: "not-positive-definite", pivot: 0 });
  });

  it("refuses to downdate past positive definiteness", () => {
    const factor = factored(factorCholesky(Float64Array.of(1, 0, 0, 1), 2));
    expect(downdateCholesky(factor, Float64Array.of(0, 1)).kind).toBe("not-positive-definite");
  });

  it("throws on a wrong shape", () => {
    expect(() => factorCholesky(new Float64Array(3), 2)).toThrow(RangeError);
    const factor = factored(factorCholesky(Float64Array.of(1), 1));
    expect(() => solveCholesky(factor, new Float64Array(2))).toThrow(RangeError);
    expect(() => updateCholesky(factor, new Float64Array(2))).toThrow(RangeError);
  });
});
