import { useSyncExternalStore } from "react";

/** A part of the program that is fetched when something first needs it. */
export type LazyModule<Value> = {
  /** Null until it is here; also for good where it cannot be fetched: what needs it does without. */
  readonly read: () => Value | null;
  readonly ask: () => void;
  readonly subscribe: (listener: () => void) => () => void;
};

export function createLazyModule<Value>(load: () => Promise<Value>): LazyModule<Value> {
  const listeners = new Set<() => void>();
  let value: Value | null = null;
  let isAsked = false;
  const settle = (loaded: Value | null) => {
    value = loaded;
    // A fetch that failed, as it does offline, is tried again with the next text that needs it.
    isAsked = loaded !== null;
    for (const listener of listeners) listener();
  };
  return {
    read: () => value,
    ask() {
      if (isAsked) return;
      isAsked = true;
      void load().then(settle, () => settle(null));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The module, once it is here; it is asked for while rendering, as `React.lazy` does it. */
export function useLazyModule<Value>(module: LazyModule<Value>, isNeeded: boolean): Value | null {
  const value = useSyncExternalStore(module.subscribe, module.read, () => null);
  if (isNeeded && value === null && typeof window !== "undefined") module.ask();
  return value;
}
