import { createHash } from "node:crypto";
import type { Identity } from "./dialect.ts";
import type { Score } from "./score-adapter.ts";

/** Embeddings are recognised by their first numbers. */
const numbersOfEmbedding = 8;

/** By what the answer to a text is told from another: its reward, or the start of its embedding. */
export function listNumbers({ mean, embedding }: Pick<Score, "mean" | "embedding">): number[] {
  return mean === null ? [...(embedding?.slice(0, numbersOfEmbedding) ?? [])] : [mean];
}

/** What the version of a server that keeps none is made from. */
export type VersionParts = {
  readonly kind: string;
  readonly url: string;
  readonly settings: unknown;
  readonly identity: Pick<Identity, "model" | "revision">;
  /** What its replies tell, such as the exact name of the model. */
  readonly told: string | null;
  readonly fingerprint: readonly number[];
};

/** A content hash: the same parts always give the same version, on every machine. */
export function deriveVersion(parts: VersionParts): string {
  const { kind, url, settings, identity, told, fingerprint } = parts;
  const content = [kind, url, settings, identity.model, identity.revision, told, fingerprint];
  return `sha256:${createHash("sha256")
    .update(JSON.stringify(sortKeys(content)))
    .digest("hex")}`;
}

/**
 * The same model answers a little differently with every batch size and every card it runs on. What
 * counts as little goes by how far the known numbers lie apart: rewards that a sigmoid squeezed
 * together, or that are small altogether, would otherwise hide any exchange. Two texts that change
 * places by more than noise are another model even where each moved by little.
 */
export function isSameFingerprint(known: readonly number[], now: readonly number[]): boolean {
  if (known.length !== now.length) return false;
  const { spread, noiseOf } = measureSpread(known);
  const isNear = known.every((value, index) =>
    isCloseWithin(value, now[index] ?? Number.NaN, { spread, noise: noiseOf(value) }),
  );
  return isNear && !changesPlaces(known, now, noiseOf);
}

/** How far numbers lie apart, and what rounding alone may do to one of them. */
export function measureSpread(values: readonly number[]): {
  readonly spread: number;
  readonly noiseOf: (value: number) => number;
} {
  const spread = values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
  const isProbability = values.every((value) => value > 0 && value < 1);
  // A step of 16-bit floats: of what was squeezed into (0, 1) in full precision, or of raw numbers.
  const noiseOf = (value: number) => (isProbability ? 5e-4 : 0.008 * Math.abs(value) + 1e-6);
  return { spread, noiseOf };
}

/** Never more than {@link isClose} allows, and less where numbers lie close together. */
export function isCloseWithin(
  a: number,
  b: number,
  known: { readonly spread: number; readonly noise: number },
): boolean {
  return isClose(a, b) && Math.abs(a - b) <= 0.1 * known.spread + known.noise;
}

function changesPlaces(
  known: readonly number[],
  now: readonly number[],
  noiseOf: (value: number) => number,
): boolean {
  return known.some((one, i) =>
    known.some((other, j) => {
      const noise = noiseOf(one) + noiseOf(other);
      const after = (now[i] ?? 0) - (now[j] ?? 0);
      return one - other > noise && -after > noise;
    }),
  );
}

/** Within what half-precision arithmetic leaves open. */
export function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.03 + 0.01 * Math.max(Math.abs(a), Math.abs(b));
}

/** Stored columns may give the keys of an object back in another order. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortKeys);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
