import { useSyncExternalStore } from "react";

/**
 * Whether presses are heard yet. What the server drew is on screen before its code has come, and a
 * press on it meanwhile would be lost without a word.
 */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
}

function neverChanges(): () => void {
  return () => undefined;
}
