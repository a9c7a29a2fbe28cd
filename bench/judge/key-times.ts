import type { Page } from "@playwright/test";

/** Milliseconds from the key, as the browser stamped it, each measured inside the page. */
export type KeyTime = {
  /** Until the frame after the one in which the next pair stands has begun: an upper bound. */
  readonly nextFrame: number;
  /**
   * Event Timing: until the frame after the key's handlers was presented, in steps of 8 ms. Null
   * when that took less than 16 ms and the browser therefore said nothing.
   */
  readonly presented: number | null;
  /** Frames from the key to the one with the next pair; 1 is the very next one. */
  readonly frames: number;
  /** Until the frame after the next one has begun for a key that does nothing: what the machine takes. */
  readonly idle: number;
};

/** Records into the page from its start; call before it is opened. */
export async function recordKeyTimes(page: Page): Promise<void> {
  // What runs this file names inner functions by a helper that the page does not have.
  await page.addInitScript({ content: "globalThis.__name = (named) => named;" });
  await page.addInitScript(recordInPage);
}

/** Runs inside the page, so it can use nothing from outside itself. */
function recordInPage(): void {
  const times = {
    decided: [] as { at: number; nextFrame: number; frames: number }[],
    idle: [] as number[],
    presented: {} as Record<number, number>,
    shifts: [] as { value: number; followsKey: boolean }[],
  };
  Object.assign(window, { keyTimes: times });

  const shown = () => document.querySelector("article[data-pair]:not([hidden])");
  const isPainted = (pair: Element | null) =>
    pair?.firstElementChild?.checkVisibility({ visibilityProperty: true }) === true;
  const afterFrames = (isDone: () => boolean, then: (frames: number) => void, frames = 1) => {
    requestAnimationFrame(() => {
      if (isDone()) requestAnimationFrame(() => then(frames));
      else if (frames < 600) afterFrames(isDone, then, frames + 1);
    });
  };
  const onKey = (event: KeyboardEvent) => {
    const at = event.timeStamp;
    if (event.key === "F8") {
      afterFrames(
        () => true,
        () => times.idle.push(performance.now() - at),
      );
    }
    if (event.key !== "1" && event.key !== "2") return;
    const before = shown();
    afterFrames(
      () => shown() !== before && isPainted(shown()),
      (frames) => times.decided.push({ at, nextFrame: performance.now() - at, frames }),
    );
  };
  window.addEventListener("keydown", onKey, { capture: true });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name === "keydown") times.presented[entry.startTime] = entry.duration;
    }
    // TypeScript's library does not know the threshold, which the Event Timing draft defines.
  }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!("value" in entry) || typeof entry.value !== "number") continue;
      const followsKey = "hadRecentInput" in entry && entry.hadRecentInput === true;
      times.shifts.push({ value: entry.value, followsKey });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

type Recorded = {
  readonly decided: readonly { at: number; nextFrame: number; frames: number }[];
  readonly idle: readonly number[];
  readonly presented: Readonly<Record<number, number>>;
  readonly shifts: readonly { value: number; followsKey: boolean }[];
};

export async function readKeyTimes(page: Page): Promise<readonly KeyTime[]> {
  const { decided, idle, presented } = await readRecorded(page);
  return decided.map(({ at, nextFrame, frames }, index) => ({
    nextFrame,
    frames,
    presented: presented[at] ?? null,
    idle: idle[index] ?? Number.NaN,
  }));
}

/** Sums of layout shifts: those out of the blue, which a person suffers, and those within half a second of a key. */
export async function readShifts(page: Page): Promise<{ unasked: number; afterKeys: number }> {
  const { shifts } = await readRecorded(page);
  const sum = (followsKey: boolean) =>
    shifts
      .filter((one) => one.followsKey === followsKey)
      .reduce((total, { value }) => total + value, 0);
  return { unasked: sum(false), afterKeys: sum(true) };
}

async function readRecorded(page: Page): Promise<Recorded> {
  // The object is the one that recordInPage has put there.
  return (await page.evaluate(() => Reflect.get(window, "keyTimes"))) as Recorded;
}
