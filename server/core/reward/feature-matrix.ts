/** Features of many completions: row i is `values[i·width … (i+1)·width)`. */
export type FeatureMatrix = {
  readonly width: number;
  readonly values: Float64Array;
};

/** Pairs of completions as two parallel arrays of row indices of one {@link FeatureMatrix}. */
export type CompletionPairs = {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
};

/**
 * Number of rows of a matrix.
 *
 * @throws RangeError when the values do not fill whole rows
 */
export function countRows({ width, values }: FeatureMatrix): number {
  const rows = values.length / width;
  if (!(Number.isInteger(width) && width > 0 && Number.isInteger(rows))) {
    throw new RangeError(`${values.length} values do not fill rows of ${width}.`);
  }
  return rows;
}

/**
 * Puts rows below one another.
 *
 * @throws RangeError when the rows differ in length or there are none
 */
export function stackRows(rows: readonly ArrayLike<number>[]): FeatureMatrix {
  if (rows.length === 0) throw new RangeError("A matrix needs at least one row.");
  const width = rows[0].length;
  const values = new Float64Array(rows.length * width);
  for (let row = 0; row < rows.length; row++) {
    if (rows[row].length !== width) throw new RangeError(`Row ${row} is not ${width} wide.`);
    values.set(rows[row], row * width);
  }
  return { width, values };
}
