import type { Page } from "@playwright/test";

/** What a page holds on to, counted after the garbage has been collected. */
export type PageWeight = {
  readonly heapBytes: number;
  readonly nodes: number;
  readonly listeners: number;
};

/** A scale for one page; opened once, since every session with the browser weighs something itself. */
export async function openScale(page: Page): Promise<() => Promise<PageWeight>> {
  const browser = await page.context().newCDPSession(page);
  await browser.send("HeapProfiler.enable");
  return async () => {
    // Once for what is garbage now, once for what its end sets free.
    for (let round = 0; round < 3; round += 1) await browser.send("HeapProfiler.collectGarbage");
    const { usedSize } = await browser.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners } = await browser.send("Memory.getDOMCounters");
    return { heapBytes: usedSize, nodes, listeners: jsEventListeners };
  };
}
