/**
 * How responses fell into categories, unit by unit. A unit is the thing judged (a pair, say); who
 * gave which response does not matter to the coefficients that read this table, and a response that
 * was never given is simply not counted. Units with the same counts share one row.
 */
export type AgreementTable = {
  /** Number of categories q; ordered categories are numbered in their order. */
  readonly categories: number;
  /** Rows × q, row-major: responses of each category in a unit of this row. */
  readonly counts: Uint32Array;
  /** How many units each row stands for. */
  readonly multiplicities: Float64Array;
  /** The row of each unit that has at least one response, in order of first appearance. */
  readonly unitRows: Uint32Array;
};

/**
 * Counts responses given as parallel arrays: response r put unit `units[r]` into category
 * `categories[r]`. Units are any non-negative integers; units without responses do not occur.
 *
 * @param responses parallel arrays of unit and category, one entry per response, in any order
 * @param categories number of categories q
 * @throws RangeError when the arrays differ in length, a category is not an integer in 0…q−1, a unit
 *   is not a non-negative integer, or q is not a positive integer
 */
export function tabulateResponses(
  responses: { readonly units: ArrayLike<number>; readonly categories: ArrayLike<number> },
  categories: number,
): AgreementTable {
  assertCategories(categories);
  const count = responses.units.length;
  if (responses.categories.length !== count) {
    throw new RangeError("Each response needs one unit and one category.");
  }
  const rowByUnit = new Map<number, Uint32Array>();
  for (let r = 0; r < count; r++) {
    const unit = responses.units[r];
    const category = responses.categories[r];
    if (!(Number.isInteger(unit) && unit >= 0)) throw new RangeError(`There is no unit ${unit}.`);
    if (!(Number.isInteger(category) && category >= 0 && category < categories)) {
      throw new RangeError(`There is no category ${category} among ${categories}.`);
    }
    let row = rowByUnit.get(unit);
    if (row === undefined) {
      row = new Uint32Array(categories);
      rowByUnit.set(unit, row);
    }
    row[category]++;
  }
  return shareRows([...rowByUnit.values()], categories);
}

/**
 * Takes counts that were made elsewhere, such as a published units × categories table.
 *
 * @param counts units × q, row-major, non-negative integers; a unit without responses is left out
 * @param categories number of categories q
 * @throws RangeError when the length is no multiple of q, or an entry is not a non-negative integer
 */
export function tabulateCounts(counts: ArrayLike<number>, categories: number): AgreementTable {
  assertCategories(categories);
  if (counts.length % categories !== 0) {
    throw new RangeError(`${counts.length} counts do not fill rows of ${categories} categories.`);
  }
  const rows: Uint32Array[] = [];
  for (let start = 0; start < counts.length; start += categories) {
    const row = new Uint32Array(categories);
    for (let k = 0; k < categories; k++) {
      const n = counts[start + k];
      if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`A count cannot be ${n}.`);
      row[k] = n;
    }
    if (row.some((n) => n > 0)) rows.push(row);
  }
  return shareRows(rows, categories);
}

/** Responses in one row of the table. */
export function countRow({ counts, categories }: AgreementTable, row: number): number {
  let total = 0;
  for (let k = 0; k < categories; k++) total += counts[row * categories + k];
  return total;
}

function assertCategories(categories: number): void {
  if (!(Number.isInteger(categories) && categories > 0)) {
    throw new RangeError(`There cannot be ${categories} categories.`);
  }
}

function shareRows(units: readonly Uint32Array[], categories: number): AgreementTable {
  const rowByKey = new Map<string, number>();
  const rows: Uint32Array[] = [];
  const multiplicities: number[] = [];
  const unitRows = new Uint32Array(units.length);
  units.forEach((unit, index) => {
    const key = unit.join();
    let row = rowByKey.get(key);
    if (row === undefined) {
      row = rows.length;
      rowByKey.set(key, row);
      rows.push(unit);
      multiplicities.push(0);
    }
    multiplicities[row]++;
    unitRows[index] = row;
  });
  const counts = new Uint32Array(rows.length * categories);
  rows.forEach((row, index) => {
    counts.set(row, index * categories);
  });
  return { categories, counts, multiplicities: Float64Array.from(multiplicities), unitRows };
}
