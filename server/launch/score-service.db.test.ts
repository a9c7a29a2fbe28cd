import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { checkout } from "./folders.ts";

const { url } = await openTestDatabase();

/** What `npm run score-service` runs, on a database that is given. */
async function withScoreService(
  variables: Readonly<Record<string, string>>,
  use: (launcher: ChildProcess) => Promise<void>,
): Promise<void> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), "tiebreak-score-"));
  const launcher = spawn(process.execPath, ["server/launch/bootstrap.mjs", "score-service"], {
    cwd: checkout,
    env: {
      ...{ PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_ENV: "production" },
      ...{ TIEBREAK_DATA_FOLDER: dataFolder, DATABASE_URL: url, ...variables },
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    await use(launcher);
  } finally {
    if (launcher.exitCode === null && launcher.signalCode === null) {
      launcher.kill("SIGTERM");
      await once(launcher, "exit");
    }
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function readLine({ stdout }: ChildProcess, pattern: RegExp): Promise<string> {
  if (stdout === null) throw new Error("The launcher has no standard output.");
  for await (const line of createInterface({ input: stdout })) {
    const found = pattern.exec(line);
    if (found !== null) return found[1];
  }
  throw new Error(`The launcher ended without saying ${pattern}.`);
}

async function isUp(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/health`)).ok;
  } catch {
    return false;
  }
}

test("the launcher starts a score service, says where, and takes it down with itself", async () => {
  await withScoreService({}, async (launcher) => {
    const address = await readLine(launcher, /starts at (http:\/\/127\.0\.0\.1:\d+)/);
    await expect.poll(() => isUp(address), { timeout: 15_000 }).toBe(true);
    const ready = await fetch(`${address}/ready`);
    expect(ready.status).toBe(503);
    const ended = once(launcher, "exit");
    launcher.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    expect(await isUp(address)).toBe(false);
  });
});

test.each([
  [{ SCORE_SERVICE_TOKEN: "short" }, /SCORE_SERVICE_TOKEN is too easy to guess/],
  [{ SCORE_SERVICE_TOKEN: "changeme-changeme-changeme" }, /too easy to guess/],
  [{ SCORE_SERVICE_PORT: "no" }, /SCORE_SERVICE_PORT must be a number/],
])("%j is refused in one sentence", async (variables, sentence) => {
  await withScoreService(variables, async (launcher) => {
    const said: string[] = [];
    launcher.stderr?.on("data", (chunk) => said.push(String(chunk)));
    expect(await once(launcher, "close")).toEqual([1, null]);
    expect(said.join("")).toMatch(sentence);
    expect(said.join("").trim().split("\n")).toHaveLength(1);
  });
});
