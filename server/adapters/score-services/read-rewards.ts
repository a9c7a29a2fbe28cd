import { z } from "zod";
import { ScoreServiceFault } from "#server/errors.ts";
import type { Outcome } from "./ask-in-batches.ts";
import type { Score } from "./score-adapter.ts";

/**
 * A number on the wire. Servers that keep to JSON write null for what is not a number; it becomes the
 * error of its own item, so that one such text does not spoil its batch for ever.
 */
export const wireNumber = z
  .custom<number | null>(
    (value) => typeof value === "number" || value === null,
    "a number was expected",
  )
  .transform((value) => value ?? Number.NaN);

/** @throws ScoreServiceFault when there are not as many rewards as items */
export function requireCount(rewards: readonly unknown[], count: number): void {
  if (rewards.length !== count) {
    throw new ScoreServiceFault(
      "bad_reply",
      `The score service answered with ${rewards.length} rewards for ${count} texts.`,
    );
  }
}

/**
 * Rows in the order asked for, by the position that each tells.
 * @throws ScoreServiceFault when a position is missing, doubled or beyond the batch
 */
export function restoreOrder<T extends { readonly index: number }>(
  rows: readonly T[],
  count: number,
): T[] {
  requireCount(rows, count);
  const byIndex = new Map(rows.map((row) => [row.index, row]));
  const ordered = Array.from({ length: count }, (_, index) => byIndex.get(index));
  const isComplete = (row: T | undefined): row is T => row !== undefined;
  if (!ordered.every(isComplete)) {
    throw new ScoreServiceFault(
      "bad_reply",
      "The score service answered twice for one text and not at all for another.",
    );
  }
  return ordered;
}

/** @throws ScoreServiceFault when there is not exactly one value, as of a classifier with classes */
export function requireSingle(values: readonly number[]): number {
  const [value] = values;
  if (value === undefined || values.length > 1) {
    throw new ScoreServiceFault(
      "bad_reply",
      `The model gives ${values.length} values for a text where a reward model gives one; it is not a reward model, or needs another task.`,
    );
  }
  return value;
}

/** What a server with one reward per text says. */
export function toMean(mean: number): Outcome<Score> {
  return Number.isFinite(mean)
    ? { value: { mean, std: null, members: null, embedding: null } }
    : { error: notANumber };
}

const notANumber = "What the model gives for this text is not a number.";

/** @throws ScoreServiceFault when the vectors are empty or differ in length */
export function toEmbeddings(vectors: readonly (readonly number[])[]): Outcome<Score>[] {
  const width = vectors[0]?.length ?? 0;
  if (width === 0 || vectors.some((vector) => vector.length !== width)) {
    throw new ScoreServiceFault("bad_reply", "The embeddings are empty or differ in length.");
  }
  return vectors.map((vector) =>
    vector.every(Number.isFinite)
      ? { value: { mean: null, std: null, members: null, embedding: Float64Array.from(vector) } }
      : { error: notANumber },
  );
}
