import type { Preferences } from "#server/contracts/preferences.ts";
import { characterOf, type KeyPress, placeOf } from "./key-press.ts";

/** Something that a key does on the judge screen, and the keys that do it unless they are changed. */
type KeyAction = { readonly id: string; readonly keys: readonly string[] };

export type KeyMap = readonly KeyAction[];

/** What the screen can do besides the verdicts of its form. */
export const screenActions = [
  { id: "submit", keys: ["Enter"] },
  { id: "skip", keys: ["s"] },
  { id: "undo", keys: ["z"] },
  { id: "guidelines", keys: ["g"] },
  { id: "focusA", keys: ["a"] },
  { id: "focusB", keys: ["b"] },
  { id: "expandPrompt", keys: ["e"] },
  { id: "raw", keys: ["r"] },
  { id: "difference", keys: ["d"] },
  { id: "scrollTogether", keys: ["l"] },
  { id: "keys", keys: ["?", "؟"] },
] as const satisfies KeyMap;
export type ScreenAction = (typeof screenActions)[number]["id"];

/** The defaults with a person's own keys in their place. */
export function buildKeyMap(actions: KeyMap, own: Preferences["keys"]): KeyMap {
  return actions.map((action) => {
    const keys = own[action.id];
    return keys === undefined || keys.length === 0 ? action : { id: action.id, keys };
  });
}

/**
 * Which action a press asks for. The character counts first, so that a key means what is printed on
 * it in every layout; only where no action has that character does its place on the keyboard count.
 */
export function findAction(map: KeyMap, press: KeyPress): string | null {
  const character = characterOf(press);
  const place = placeOf(press);
  return findByKey(map, character) ?? (place === character ? null : findByKey(map, place));
}

export function keysOf(map: KeyMap, id: string): readonly string[] {
  return map.find((action) => action.id === id)?.keys ?? [];
}

/** Gives an action one key; an action that had it gets what this one had. */
export function remapKey(
  map: KeyMap,
  change: { readonly id: string; readonly key: string; readonly swapWith: string | null },
): Preferences["keys"] {
  const before = [...keysOf(map, change.id)];
  const { swapWith } = change;
  return { [change.id]: [change.key], ...(swapWith === null ? {} : { [swapWith]: before }) };
}

function findByKey(map: KeyMap, key: string | null): string | null {
  if (key === null) return null;
  return map.find((action) => action.keys.includes(key))?.id ?? null;
}
