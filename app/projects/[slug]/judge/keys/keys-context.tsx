"use client";

import { createContext, type ReactNode, useContext } from "react";
import { type KeyMap, keysOf } from "./key-map.ts";
import { glyphOf } from "./key-press.ts";

const KeysContext = createContext<KeyMap>([]);

/** Tells the buttons below which keys to print. */
export function KeysProvider({
  map,
  children,
}: {
  readonly map: KeyMap;
  readonly children: ReactNode;
}) {
  return <KeysContext value={map}>{children}</KeysContext>;
}

/** What to print for an action: its first two keys. Empty where it has none. */
export function useKeyGlyphs(action: string): string {
  return glyphsOf(useContext(KeysContext), action);
}

export function glyphsOf(map: KeyMap, action: string): string {
  return keysOf(map, action).slice(0, 2).map(glyphOf).join(" · ");
}
