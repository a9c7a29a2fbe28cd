import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { StartFault } from "#db/embedded/start-fault.ts";
import { buildWhenStale } from "./build-product.ts";
import { findChromium } from "./find-chromium.ts";
import { checkout } from "./folders.ts";
import { addTally, describeTally, type Tally } from "./tally.ts";

const kinds = ["unit", "db", "stats", "stories"] as const;
type Kind = (typeof kinds)[number];

/** Simulations take minutes and guard the mathematics only, so they are run when they are asked for. */
const usualKinds: readonly string[] = ["unit", "db", "stories"];

/**
 * Runs unit tests, database tests and, on a fresh build, the stories in a browser; or only the
 * kinds that are named. The last line that it prints is the total alone.
 */
export async function runTests(options: readonly string[]): Promise<void> {
  const wanted = options.length === 0 ? usualKinds : options;
  const chosen = kinds.filter((kind) => wanted.includes(kind));
  if (chosen.length < wanted.length) {
    throw new StartFault(
      `The kinds of tests are ${kinds.join(", ")}; without any, ${usualKinds.join(", ")} are run.`,
    );
  }
  const folder = await mkdtemp(path.join(tmpdir(), "tiebreak-results-"));
  let total: Tally = { passed: 0, failed: 0, skipped: 0 };
  try {
    for (const kind of chosen) {
      total = addTally(total, await runKind(kind, path.join(folder, `${kind}.json`)));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (total.failed > 0 || total.passed === 0) {
    process.exitCode = 1;
  }
  console.log(describeTally(total));
}

async function runKind(kind: Kind, results: string): Promise<Tally> {
  try {
    return kind === "stories" ? await runStories(results) : await runVitest(kind, results);
  } catch (error) {
    // What keeps a kind from running at all counts as one failure, and the others still run.
    console.error(error instanceof StartFault ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const vitestResults = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

async function runVitest(project: Exclude<Kind, "stories">, results: string): Promise<Tally> {
  const code = await runNode(
    [
      path.join("node_modules", "vitest", "vitest.mjs"),
      "run",
      ...["--project", project],
      ...["--reporter", "default", "--reporter", "json", `--outputFile.json=${results}`],
    ],
    { NODE_ENV: "test" },
  );
  const counts = vitestResults.parse(await readResults(results, code));
  return withExitCode(code, {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: counts.numPendingTests + counts.numTodoTests,
  });
}

const playwrightResults = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

async function runStories(results: string): Promise<Tally> {
  const browser = findChromium();
  await buildWhenStale(new AbortController().signal);
  const code = await runNode(
    [path.join("node_modules", "@playwright", "test", "cli.js"), "test", "--reporter=list,json"],
    { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: results },
  );
  const { stats } = playwrightResults.parse(await readResults(results, code));
  return withExitCode(code, {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  });
}

/** A runner that fails without a failed test (a file that cannot be loaded, say) still failed. */
function withExitCode(code: number | null, tally: Tally): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

async function readResults(file: string, code: number | null): Promise<unknown> {
  if (!existsSync(file)) {
    throw new StartFault(`A test runner ended (exit code ${code}) without any results; see above.`);
  }
  return JSON.parse(await readFile(file, "utf8"));
}

async function runNode(
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<number | null> {
  const child = spawn(process.execPath, [...words], {
    cwd: checkout,
    env: { ...process.env, ...variables },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
}
