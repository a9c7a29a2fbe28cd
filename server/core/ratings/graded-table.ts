import { type PairTable, requireModelCount, requireSameLength } from "./pair-table.ts";

/** Counts of judgments per row of models and per grade. */
export type GradedTable = {
  readonly modelCount: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** At least two. Grade 0 is strongest for the second model, the last strongest for the first. */
  readonly gradeCount: number;
  /** rows × gradeCount, row-major; finite and not negative. */
  readonly counts: Float64Array;
  /** What one judgment of the row weighs; 1 when left out. */
  readonly weight?: Float64Array;
};

/**
 * A pair table as three grades: second won, tie, first won.
 *
 * @param table a pair table; not changed.
 */
export function gradeOutcomes(table: PairTable): GradedTable {
  const { modelCount, first, second, wins, losses, ties, weight } = table;
  requireSameLength(first.length, [second, wins, losses, ties]);
  const counts = new Float64Array(3 * first.length);
  for (let row = 0; row < first.length; row++) {
    counts[3 * row] = losses[row];
    counts[3 * row + 1] = ties[row];
    counts[3 * row + 2] = wins[row];
  }
  return { modelCount, first, second, gradeCount: 3, counts, ...(weight ? { weight } : {}) };
}

/**
 * The same judgments without their strength: grades above the middle are wins of the first model.
 *
 * @param table a valid graded table; not changed.
 * @throws RangeError naming the first fault of the table.
 */
export function collapseGrades(table: GradedTable): PairTable {
  requireGradedTable(table);
  const { modelCount, first, second, gradeCount, counts } = table;
  const wins = new Float64Array(first.length);
  const losses = new Float64Array(first.length);
  const ties = new Float64Array(first.length);
  for (let row = 0; row < first.length; row++) {
    for (let grade = 0; grade < gradeCount; grade++) {
      const count = counts[row * gradeCount + grade];
      const side = 2 * grade - (gradeCount - 1);
      if (side > 0) wins[row] += count;
      else if (side < 0) losses[row] += count;
      else ties[row] += count;
    }
  }
  return { modelCount, first, second, wins, losses, ties };
}

/**
 * The least used size of preference, for a model with a parameter per size: how many judgments of a
 * grade or of its mirror image there are.
 *
 * @param table a graded table.
 * @returns totals by distance from the extreme: entry k joins grades k and gradeCount − 1 − k.
 */
export function countSizes({ gradeCount, counts }: GradedTable): Float64Array {
  const totals = new Float64Array(Math.ceil(gradeCount / 2));
  for (let at = 0; at < counts.length; at++) {
    const grade = at % gradeCount;
    totals[Math.min(grade, gradeCount - 1 - grade)] += counts[at];
  }
  return totals;
}

function requireGradedTable(table: GradedTable): void {
  const { modelCount, first, second, gradeCount, counts, weight } = table;
  requireModelCount(modelCount);
  requireSameLength(first.length, [second, weight ?? first]);
  if (!(Number.isInteger(gradeCount) && gradeCount >= 2)) {
    throw new RangeError(`${gradeCount} is not a number of grades`);
  }
  requireSameLength(first.length * gradeCount, [counts]);
  for (let row = 0; row < first.length; row++) {
    const left = first[row];
    const right = second[row];
    if (left === right || left < 0 || right < 0 || left >= modelCount || right >= modelCount) {
      throw new RangeError(`row ${row} compares models ${left} and ${right}`);
    }
    if (weight !== undefined && !(weight[row] > 0 && weight[row] < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`row ${row} has weight ${weight[row]}`);
    }
  }
  for (const count of counts) {
    if (!(count >= 0 && count < Number.POSITIVE_INFINITY)) {
      throw new RangeError("a count is negative or not finite");
    }
  }
}
