import type { Page, Request } from "@playwright/test";

/** A script that a page has fetched, with the bytes that crossed the network for its body. */
export type FetchedScript = {
  readonly path: string;
  readonly bytes: number;
  readonly holds: readonly HeavyPart[];
};

/** Parts of the program that most pairs never need, by words that only their own code contains. */
const marks = {
  formulas: "KaTeX parse error",
  "code colours": "hljs-",
  differences: "oneChangePerToken",
  charts: "recharts-",
  validation: "ZodError",
  windows: "react-aria-",
} as const;
export type HeavyPart = keyof typeof marks;

/** Notes every script from now on; ask after the page has settled. */
export function watchScripts(page: Page): { list(): Promise<FetchedScript[]> } {
  const fetched: Request[] = [];
  page.on("requestfinished", (request) => {
    if (/\.js(\?|$)/.test(request.url())) fetched.push(request);
  });
  return { list: () => Promise.all(fetched.map((request) => readScript(page, request))) };
}

/** The text is fetched once more, because a browser forgets what a worker had as the worker ends. */
async function readScript(page: Page, request: Request): Promise<FetchedScript> {
  const { responseBodySize } = await request.sizes();
  const text = await (await page.request.get(request.url())).text();
  const parts = Object.entries(marks).filter(([, mark]) => text.includes(mark));
  return {
    path: new URL(request.url()).pathname,
    bytes: responseBodySize,
    // The entries are those of the table above.
    holds: parts.map(([part]) => part as HeavyPart),
  };
}

export function sumBytes(scripts: readonly FetchedScript[]): number {
  return scripts.reduce((sum, script) => sum + script.bytes, 0);
}

export function listHeavyParts(scripts: readonly FetchedScript[]): HeavyPart[] {
  return [...new Set(scripts.flatMap((script) => script.holds))].toSorted();
}
