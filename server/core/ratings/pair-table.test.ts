import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findComparisonGroups, findStrongComponents } from "./components.ts";
import { pairTable } from "./fixtures/published-pairs.ts";
import { connectedTable } from "./fixtures/random-tables.ts";
import {
  consolidatePairs,
  type JudgmentRows,
  type PairTable,
  tabulateJudgments,
} from "./pair-table.ts";

function judgments(
  modelCount: number,
  rows: readonly (readonly [number, number, number])[],
): JudgmentRows {
  return {
    modelCount,
    first: Int32Array.from(rows, ([first]) => first),
    second: Int32Array.from(rows, ([, second]) => second),
    verdict: Int8Array.from(rows, ([, , verdict]) => verdict),
  };
}

const someRows = fc.integer({ min: 2, max: 9 }).chain((modelCount) =>
  fc
    .array(
      fc.tuple(fc.nat(modelCount - 1), fc.nat(modelCount - 1), fc.integer({ min: -3, max: 3 })),
      {
        maxLength: 60,
      },
    )
    .map((rows) => ({ modelCount, rows: rows.filter(([first, second]) => first !== second) })),
);

/** The same counts by the plainest means. */
function countPlainly(rows: readonly (readonly [number, number, number])[]): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  for (const [first, second, verdict] of rows) {
    const key = `${Math.min(first, second)}-${Math.max(first, second)}`;
    const row = counts.get(key) ?? [0, 0, 0];
    const side = Math.sign(verdict) * (first < second ? 1 : -1);
    row[side > 0 ? 0 : side < 0 ? 1 : 2]++;
    counts.set(key, row);
  }
  return counts;
}

function asMap({ first, second, wins, losses, ties }: PairTable): Map<string, number[]> {
  return new Map(
    Array.from(first, (model, row) => [
      `${model}-${second[row]}`,
      [wins[row], losses[row], ties[row]],
    ]),
  );
}

describe("tabulateJudgments", () => {
  it("counts what a plain loop counts, with few models and with many", () => {
    fc.assert(
      fc.property(someRows, ({ modelCount, rows }) => {
        const plain = countPlainly(rows);
        expect(asMap(tabulateJudgments(judgments(modelCount, rows)))).toEqual(plain);
        // A huge number of models takes the sorted path instead of dense counters.
        const sparse = tabulateJudgments(judgments(1_000_000, rows));
        expect(asMap(sparse)).toEqual(plain);
      }),
    );
  });

  it("lists each pair once in increasing order and changes no input", () => {
    const rows = judgments(3, [
      [2, 1, 1],
      [0, 1, -1],
      [1, 2, 0],
      [2, 1, -2],
    ]);
    const before = structuredClone(rows);
    const table = tabulateJudgments(rows);
    expect(Array.from(table.first)).toEqual([0, 1]);
    expect(Array.from(table.second)).toEqual([1, 2]);
    expect([table.wins[1], table.losses[1], table.ties[1]]).toEqual([1, 1, 1]);
    expect(rows).toEqual(before);
  });

  it("refuses a model against itself, an unknown model and arrays of different length", () => {
    expect(() => tabulateJudgments(judgments(2, [[1, 1, 1]]))).toThrow(RangeError);
    expect(() => tabulateJudgments(judgments(2, [[0, 2, 1]]))).toThrow(RangeError);
    expect(() => tabulateJudgments(judgments(2, [[-1, 0, 1]]))).toThrow(RangeError);
    expect(() => tabulateJudgments(judgments(1.5, []))).toThrow(RangeError);
    const short = { ...judgments(2, [[0, 1, 1]]), verdict: new Int8Array(0) };
    expect(() => tabulateJudgments(short)).toThrow(RangeError);
  });

  it("of no judgments is an empty table", () => {
    expect(tabulateJudgments(judgments(3, [])).first.length).toBe(0);
    expect(tabulateJudgments(judgments(0, [])).first.length).toBe(0);
  });
});

describe("consolidatePairs", () => {
  it("is the identity on what it returned before", () => {
    fc.assert(
      fc.property(connectedTable(), (table) => {
        const once = consolidatePairs(table);
        expect(consolidatePairs(once)).toEqual(once);
      }),
    );
  });

  it("adds weights, or their squares for the variance of a weighted sum", () => {
    const table = {
      ...pairTable(2, [
        [0, 1, 2, 1],
        [1, 0, 4, 0, 3],
      ]),
      weight: Float64Array.of(3, 0.5),
    };
    const total = consolidatePairs(table);
    expect([total.wins[0], total.losses[0], total.ties[0]]).toEqual([6, 5, 1.5]);
    const squares = consolidatePairs(table, 2);
    expect([squares.wins[0], squares.losses[0], squares.ties[0]]).toEqual([18, 10, 0.75]);
  });

  it("refuses a weight of zero", () => {
    const table = { ...pairTable(2, [[0, 1, 2, 1]]), weight: Float64Array.of(0) };
    expect(() => consolidatePairs(table)).toThrow(RangeError);
  });
});

describe("components", () => {
  it("are the classes of mutual reachability", () => {
    const arc = fc.tuple(fc.nat(7), fc.nat(7));
    fc.assert(
      fc.property(fc.array(arc, { maxLength: 25 }), (arcs) => {
        const reach = Array.from({ length: 8 }, (_, i) =>
          Array.from({ length: 8 }, (_unused, j) => i === j),
        );
        for (const [from, to] of arcs) reach[from][to] = true;
        for (let k = 0; k < 8; k++) {
          for (const row of reach) for (let j = 0; j < 8; j++) row[j] ||= row[k] && reach[k][j];
        }
        const expected = new Set(
          reach.map((row, i) =>
            row.flatMap((isReached, j) => (isReached && reach[j][i] ? [j] : [])).join(),
          ),
        );
        const components = findStrongComponents({
          nodeCount: 8,
          from: Int32Array.from(arcs, ([from]) => from),
          to: Int32Array.from(arcs, ([, to]) => to),
        });
        expect(new Set(components.map((members) => members.join()))).toEqual(expected);
        expect(components.flat()).toHaveLength(8);
      }),
    );
  });

  it("do not overflow the stack on a chain of a hundred thousand", () => {
    const nodeCount = 100_000;
    const from = Int32Array.from({ length: nodeCount - 1 }, (_, at) => at);
    const chain = { nodeCount, from, to: from.map((at) => at + 1) };
    expect(findStrongComponents(chain)).toHaveLength(nodeCount);
  });

  it("join models that met, whoever won, and leave the others alone", () => {
    const table = pairTable(5, [
      [4, 1, 7, 0],
      [1, 2, 0, 3],
      [0, 3, 0, 0],
    ]);
    expect(findComparisonGroups(table)).toEqual([[0], [1, 2, 4], [3]]);
  });

  it("refuse an arc to nowhere", () => {
    const arcs = { nodeCount: 1, from: Int32Array.of(0), to: Int32Array.of(1) };
    expect(() => findStrongComponents(arcs)).toThrow(RangeError);
  });
});
