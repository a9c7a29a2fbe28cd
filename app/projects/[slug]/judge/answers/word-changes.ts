type Piece = { readonly kind: "same" | "added" | "removed"; readonly text: string };
export type WordChanges = {
  readonly added: number;
  readonly removed: number;
  readonly pieces: readonly Piece[];
};

/** Above this many comparisons the part that differs is shown as replaced whole. */
const comparisonsMax = 2_000_000;

/**
 * What was changed in a text, word by word: what both begin and end with is set aside, and the rest
 * is compared by its longest common subsequence.
 */
export function findWordChanges(before: string, after: string): WordChanges {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
  let end = 0;
  const endMax = Math.min(old.length, now.length) - start;
  while (end < endMax && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const pieces = joinPieces([
    ...old.slice(0, start).map((text) => ({ kind: "same" as const, text })),
    ...compare(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...old.slice(old.length - end).map((text) => ({ kind: "same" as const, text })),
  ]);
  return { added: count(pieces, "added"), removed: count(pieces, "removed"), pieces };
}

/** Words and what stands between them, so that a word is the same wherever the line breaks. */
function wordsOf(text: string): string[] {
  return text.match(/\s+|\S+/g) ?? [];
}

function compare(old: readonly string[], now: readonly string[]): Piece[] {
  const removed = old.map((text) => ({ kind: "removed" as const, text }));
  const added = now.map((text) => ({ kind: "added" as const, text }));
  if (old.length === 0 || now.length === 0 || old.length * now.length > comparisonsMax) {
    return [...removed, ...added];
  }
  const lengths = commonLengths(old, now);
  const at = (row: number, column: number) => lengths[row * (now.length + 1) + column] ?? 0;
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [was, is] = [old[i], now[j]];
    if (was !== undefined && was === is) {
      pieces.push({ kind: "same", text: was });
      i += 1;
      j += 1;
    } else if (was !== undefined && (is === undefined || at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ kind: "removed", text: was });
      i += 1;
    } else if (is !== undefined) {
      pieces.push({ kind: "added", text: is });
      j += 1;
    }
  }
  return pieces;
}

/** Length of the longest common subsequence of what follows each pair of places. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array {
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        old[i] === now[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  return lengths;
}

function joinPieces(pieces: readonly Piece[]): Piece[] {
  const joined: { kind: Piece["kind"]; text: string }[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.kind === piece.kind) last.text += piece.text;
    else joined.push({ ...piece });
  }
  return joined;
}

function count(pieces: readonly Piece[], kind: Piece["kind"]): number {
  return pieces
    .filter((piece) => piece.kind === kind)
    .reduce((sum, piece) => sum + (piece.text.match(/\S+/g) ?? []).length, 0);
}
