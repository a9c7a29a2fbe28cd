import { useState, useSyncExternalStore } from "react";

type ReadingMode = "formatted" | "raw" | "difference";

/** How the pair on the screen is being read, and what changes it; keys and buttons call the same. */
export type ReadingView = {
  readonly mode: ReadingMode;
  readonly isPromptOpen: boolean;
  readonly isEarlierOpen: boolean;
  /** On wide screens each response scrolls in a panel of its own, and both together. */
  readonly scrollsTogether: boolean;
  /** On narrow screens one response is shown, and a swipe brings the other. */
  readonly isOneAtATime: boolean;
  toggleRaw(): void;
  toggleDifference(): void;
  /** Opens or closes the prompt and the turns before it. */
  togglePrompt(): void;
  setPromptOpen(isOpen: boolean): void;
  setEarlierOpen(isOpen: boolean): void;
  toggleScrollsTogether(): void;
  toggleOneAtATime(): void;
};

type ReadingViewOptions = {
  /** Each pair starts formatted and folded. */
  readonly assignmentId: string | undefined;
  /** What the account has set; without it, this browser remembers. */
  readonly scrollsTogether?: boolean;
  onScrollsTogether?(scrollsTogether: boolean): void;
};

const fresh = { mode: "formatted", isPromptOpen: false, isEarlierOpen: false } as const;
type PairView = {
  readonly mode: ReadingMode;
  readonly isPromptOpen: boolean;
  readonly isEarlierOpen: boolean;
};

export function useReadingView(options: ReadingViewOptions): ReadingView {
  const { assignmentId } = options;
  const [last, setLast] = useState<{ of: string | undefined; view: PairView }>();
  const view: PairView = last !== undefined && last.of === assignmentId ? last.view : fresh;
  const change = (part: Partial<PairView>) =>
    setLast({ of: assignmentId, view: { ...view, ...part } });
  const [remembersTogether, rememberTogether] = useRemembered("scrolls-together");
  const [isOneAtATime, setOneAtATime] = useRemembered("one-at-a-time");
  const scrollsTogether = options.scrollsTogether ?? remembersTogether;
  return {
    ...view,
    scrollsTogether,
    isOneAtATime,
    toggleRaw: () => change({ mode: view.mode === "raw" ? "formatted" : "raw" }),
    toggleDifference: () =>
      change({ mode: view.mode === "difference" ? "formatted" : "difference" }),
    togglePrompt() {
      const isOpen = !(view.isPromptOpen || view.isEarlierOpen);
      change({ isPromptOpen: isOpen, isEarlierOpen: isOpen });
    },
    setPromptOpen: (isPromptOpen) => change({ isPromptOpen }),
    setEarlierOpen: (isEarlierOpen) => change({ isEarlierOpen }),
    toggleScrollsTogether: () => (options.onScrollsTogether ?? rememberTogether)(!scrollsTogether),
    toggleOneAtATime: () => setOneAtATime(!isOneAtATime),
  };
}

/** The same view for a pair that waits behind: fresh, and laid out like the one before it. */
export function viewBehind(view: ReadingView): ReadingView {
  return { ...view, ...fresh };
}

const prefix = "tiebreak.reading.";
const changed = "tiebreak-reading";

/** A choice that this browser keeps; the external system is its local storage. */
function useRemembered(name: string): readonly [boolean, (value: boolean) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => readStored(name),
    () => false,
  );
  return [value, (next) => store(name, next)];
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener("storage", listener);
  };
}

/** For a browser that refuses storage; the choice then lasts as long as the page. */
const unstored = new Map<string, boolean>();

function readStored(name: string): boolean {
  try {
    return (localStorage.getItem(prefix + name) ?? String(unstored.get(name))) === "true";
  } catch {
    return unstored.get(name) ?? false;
  }
}

function store(name: string, value: boolean): void {
  unstored.set(name, value);
  try {
    localStorage.setItem(prefix + name, String(value));
  } catch {
    // Storage is refused or full, and the choice is kept above.
  }
  window.dispatchEvent(new Event(changed));
}
