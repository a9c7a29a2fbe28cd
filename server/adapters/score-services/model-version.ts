import { createHash } from "node:crypto";
import type { Identity } from "./dialect.ts";

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

/** The same model answers a little differently with every batch size and every card it runs on. */
export function isSameFingerprint(known: readonly number[], now: readonly number[]): boolean {
  return (
    known.length === now.length &&
    known.every((value, index) => isClose(value, now[index] ?? Number.NaN))
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
