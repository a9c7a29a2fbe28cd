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

/**
 * Takes what was parked, whose writing the page before began and the database ends by itself; whoever
 * takes it checks what it is.
 */
export function takeParked(prefix: string): [string, unknown][] {
  try {
    const parked = localStorage.getItem(nameOf(prefix)) ?? "[]";
    localStorage.removeItem(nameOf(prefix));
    const parsed: unknown = JSON.parse(parked);
    return Array.isArray(parsed) ? parsed.filter(isEntry) : [];
  } catch {
    // Forbidden storage has nothing, and what cannot be read is of no use to anybody.
    return [];
  }
}

function isEntry(value: unknown): value is [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string";
}
