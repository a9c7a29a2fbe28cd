import { parseArgs } from "node:util";
import type { Page } from "@playwright/test";
import { type FetchedScript, watchScripts } from "#e2e/page-scripts.ts";
import { openScale, type PageWeight } from "#e2e/page-weight.ts";
import { readCodeBytes } from "./code-bytes.ts";
import { type KeyTime, readKeyTimes, readShifts, recordKeyTimes } from "./key-times.ts";
import { type Bench, openBench } from "./open-bench.ts";
import { type MeanWeight, writeReport } from "./report.ts";

const words = 2000;
const { values: options } = parseArgs({
  options: {
    timed: { type: "string", default: "220" },
    row: { type: "string", default: "500" },
  },
});
const timed = Number(options.timed);
const inARow = Number(options.row);
/** Pairs differ in size, so what the page weighs is the mean over this many of them. */
const weighed = 30;

async function main(): Promise<void> {
  const rich = timed + inARow + 40;
  const bench = await openBench({ words, plain: 20, rich });
  try {
    const scripts = await measureScripts(bench);
    console.log("scripts of a cold visit are read");
    const keys = await measureKeys(bench);
    console.log(`${keys.times.length} keys are timed`);
    const weights = await measureWeights(bench);
    const chromium = bench.browser.version();
    writeReport({ words, chromium, scripts, ...keys, weights, counts: [50, inARow] });
  } finally {
    await bench.close();
  }
}

async function openJudge(page: Page, project: string): Promise<void> {
  await page.goto(`${project}/judge`);
  await page.locator("article:not([hidden]) h3").first().waitFor();
}

type Scripts = { readonly cold: FetchedScript[]; readonly later: FetchedScript[] };

/** What a first visit with an empty cache fetches, and what formulas, code and a comparison add. */
async function measureScripts(bench: Bench): Promise<Scripts> {
  const page = await bench.openAnnotator();
  const scripts = watchScripts(page);
  await openJudge(page, bench.projects.plain);
  await page.waitForLoadState("networkidle");
  const cold = await scripts.list();
  await page.keyboard.press("d");
  await page.locator("article:not([hidden]) ins").first().waitFor();
  await openJudge(page, bench.projects.rich);
  for (const drawn of [".katex", ".hljs-keyword"]) {
    while ((await page.locator(`article ${drawn}`).count()) === 0) await pressOn(page);
  }
  await page.waitForLoadState("networkidle");
  const known = new Set(cold.map((script) => script.path));
  const later = (await scripts.list()).filter((script) => !known.has(script.path));
  await page.context().close();
  return { cold, later };
}

type Keys = {
  readonly times: readonly KeyTime[];
  readonly shifts: { readonly unasked: number; readonly afterKeys: number };
};

/** A person who takes between a third of a second and a second for each pair. */
async function measureKeys(bench: Bench): Promise<Keys> {
  const page = await bench.openAnnotator();
  await recordKeyTimes(page);
  await openJudge(page, bench.projects.rich);
  for (let judged = 0; judged < timed; judged += 1) {
    await page.waitForTimeout(300 + ((judged * 317) % 600));
    await page.keyboard.press("F8");
    await page.waitForTimeout(100);
    await page.keyboard.press(judged % 2 === 0 ? "1" : "2");
    await page.waitForFunction(
      (count) => Reflect.get(window, "keyTimes").decided.length > count,
      judged,
    );
  }
  // Event Timing reports a little after the fact.
  await page.waitForTimeout(1000);
  const keys = { times: await readKeyTimes(page), shifts: await readShifts(page) };
  await page.context().close();
  return keys;
}

/** Judges as fast as keys are taken, and weighs the page around the fiftieth and the last pair. */
async function measureWeights(bench: Bench): Promise<MeanWeight[]> {
  const page = await bench.openAnnotator();
  await openJudge(page, bench.projects.rich);
  const weigh = await openScale(page);
  const around: PageWeight[][] = [];
  const codeBytes: number[] = [];
  for (let judged = 1; judged <= inARow; judged += 1) {
    await pressOn(page);
    const isNear = [50, inARow].some((count) => judged > count - weighed && judged <= count);
    if (!isNear) continue;
    if (judged % 50 === 50 - weighed + 1) around.push([]);
    await page.getByText("Saved", { exact: true }).waitFor();
    around.at(-1)?.push(await weigh());
    if (around.at(-1)?.length === weighed) codeBytes.push(await readCodeBytes(page));
  }
  await page.context().close();
  return around.map((weights, at) => ({ ...meanWeight(weights), codeBytes: codeBytes[at] ?? 0 }));
}

function meanWeight(weights: readonly PageWeight[]): PageWeight {
  const mean = (of: (weight: PageWeight) => number) =>
    weights.reduce((sum, weight) => sum + of(weight), 0) / weights.length;
  return {
    heapBytes: mean((weight) => weight.heapBytes),
    nodes: mean((weight) => weight.nodes),
    listeners: mean((weight) => weight.listeners),
  };
}

/** Presses for the pair on the screen until another one has taken its place. */
async function pressOn(page: Page): Promise<void> {
  const pair = await page.locator("article:not([hidden])").elementHandle();
  if (pair === null) throw new Error("there is no pair on the screen");
  while (await pair.evaluate((element) => element.isConnected)) {
    await page.keyboard.press("1");
    await page.waitForTimeout(40);
  }
  await page.locator("article:not([hidden]) h3").first().waitFor();
  await pair.dispose();
}

await main();
