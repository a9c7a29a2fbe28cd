import type { Draft } from "./answers/draft.ts";

const nameOf = (prefix: string) => `tiebreak.drafts:${prefix}`;

/**
 * Puts drafts that are waiting to be written where writing is done at once; null deletes one.
 * @returns what was put there, or null when there was nothing to put or no room for it
 */
export function parkDrafts(
  prefix: string,
  waiting: ReadonlyMap<string, Draft | null>,
): string | null {
  if (waiting.size === 0) return null;
  const savedAt = Date.now();
  const parked = JSON.stringify(
    [...waiting].map(([id, draft]) => [prefix + id, draft === null ? null : { savedAt, draft }]),
  );
  try {
    localStorage.setItem(nameOf(prefix), parked);
    return parked;
  } catch {
    // Full or forbidden: the database is written all the same, only a moment later.
    return null;
  }
}

/** Takes away what has meanwhile been written, unless something newer stands there. */
export function unparkDrafts(prefix: string, parked: string): void {
  if (localStorage.getItem(nameOf(prefix)) === parked) localStorage.removeItem(nameOf(prefix));
}

/** What was parked and may never have been written; whoever reads it checks what it is. */
export function readParked(prefix: string): [string, unknown][] {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(nameOf(prefix)) ?? "[]");
    return Array.isArray(parsed) ? parsed.filter(isEntry) : [];
  } catch {
    // Forbidden storage has nothing, and what cannot be read is of no use to anybody.
    return [];
  }
}

/** Once what was read has been written. */
export function forgetParked(prefix: string): void {
  localStorage.removeItem(nameOf(prefix));
}

function isEntry(value: unknown): value is [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string";
}
