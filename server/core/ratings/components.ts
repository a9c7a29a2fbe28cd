import type { PairTable } from "./pair-table.ts";

/** A directed graph: arc k runs from `from[k]` to `to[k]`. */
export type Arcs = {
  readonly nodeCount: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
};

/**
 * The strongly connected components of a directed graph, by Tarjan's algorithm without recursion.
 *
 * @param arcs nodes 0…nodeCount−1 and the arcs between them, in O(nodes + arcs).
 * @returns the members of each component in increasing order, components ordered by their least member.
 * @throws RangeError when an arc names a node that does not exist.
 * Source: Tarjan 1972, https://doi.org/10.1137/0201010
 */
export function findStrongComponents(arcs: Arcs): number[][] {
  const { nodeCount } = arcs;
  const { offsets, targets } = adjacency(arcs);
  const order = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const isOpen = new Uint8Array(nodeCount);
  const next = offsets.slice(0, nodeCount);
  const open: number[] = [];
  const path: number[] = [];
  const components: number[][] = [];
  let visited = 0;

  function enter(node: number): void {
    order[node] = visited;
    low[node] = visited++;
    isOpen[node] = 1;
    open.push(node);
    path.push(node);
  }

  function leave(node: number): void {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) low[parent] = Math.min(low[parent], low[node]);
    if (low[node] !== order[node]) return;
    const members = open.splice(open.lastIndexOf(node));
    for (const member of members) isOpen[member] = 0;
    components.push(members.sort((a, b) => a - b));
  }

  for (let root = 0; root < nodeCount; root++) {
    if (order[root] === -1) enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      if (next[node] === offsets[node + 1]) {
        leave(node);
        continue;
      }
      const target = targets[next[node]++];
      if (order[target] === -1) enter(target);
      else if (isOpen[target] === 1) low[node] = Math.min(low[node], order[target]);
    }
  }
  return components.sort((a, b) => a[0] - b[0]);
}

/**
 * The arcs "has been at least as good as, at least once": from the winner to the loser of every
 * pair, and both ways for a tie. A maximum-likelihood fit exists exactly when the graph is strongly
 * connected.
 *
 * @param table a pair table; rows with zero counts add nothing.
 * Source: Ford 1957, https://doi.org/10.2307/2308513; Hunter 2004, https://doi.org/10.1214/aos/1079120141
 */
export function preferenceArcs({ modelCount, first, second, wins, losses, ties }: PairTable): Arcs {
  const from = new Int32Array(2 * first.length);
  const to = new Int32Array(2 * first.length);
  let count = 0;
  for (let row = 0; row < first.length; row++) {
    if (wins[row] > 0 || ties[row] > 0) {
      from[count] = first[row];
      to[count++] = second[row];
    }
    if (losses[row] > 0 || ties[row] > 0) {
      from[count] = second[row];
      to[count++] = first[row];
    }
  }
  return { nodeCount: modelCount, from: from.subarray(0, count), to: to.subarray(0, count) };
}

/**
 * The groups of models that are linked by comparisons at all, whoever won. Models of different
 * groups cannot be compared by any model of these data.
 *
 * @param table a pair table; rows with zero counts add nothing.
 */
export function findComparisonGroups(table: PairTable): number[][] {
  const { modelCount, first, second, wins, losses, ties } = table;
  const from: number[] = [];
  const to: number[] = [];
  for (let row = 0; row < first.length; row++) {
    if (wins[row] + losses[row] + ties[row] === 0) continue;
    from.push(first[row], second[row]);
    to.push(second[row], first[row]);
  }
  const arcs = { nodeCount: modelCount, from: Int32Array.from(from), to: Int32Array.from(to) };
  return findStrongComponents(arcs);
}

function adjacency({ nodeCount, from, to }: Arcs): { offsets: Int32Array; targets: Int32Array } {
  const offsets = new Int32Array(nodeCount + 1);
  for (let arc = 0; arc < from.length; arc++) {
    if (!(from[arc] >= 0 && from[arc] < nodeCount && to[arc] >= 0 && to[arc] < nodeCount)) {
      throw new RangeError(`arc ${arc} runs from ${from[arc]} to ${to[arc]}`);
    }
    offsets[from[arc] + 1]++;
  }
  for (let node = 0; node < nodeCount; node++) offsets[node + 1] += offsets[node];
  const targets = new Int32Array(from.length);
  const next = offsets.slice();
  for (let arc = 0; arc < from.length; arc++) targets[next[from[arc]]++] = to[arc];
  return { offsets, targets };
}
