import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A product that a story started, as a person would with `npm start`, on data of its own. */
export type Product = {
  readonly url: string;
  /** The one-time link that the start printed; `null` when an administrator has signed in before. */
  readonly signInLink: string | null;
  readonly databaseUrl: string;
  readonly dataFolder: string;
  /** The launcher; `process.kill(launcherPid, "SIGKILL")` is a crash of it. */
  readonly launcherPid: number;
  /** Ends it and keeps its data. */
  readonly stop: () => Promise<void>;
};

const checkout = path.join(import.meta.dirname, "..");
const startSeconds = 90;

export async function makeDataFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), "tiebreak-story-"));
}

/** Removes a data folder and, where root had to put it elsewhere, the database that belongs to it. */
export async function removeDataFolder(dataFolder: string): Promise<void> {
  const note = path.join(dataFolder, "postgres.json");
  if (existsSync(note)) {
    const { folder } = JSON.parse(await readFile(note, "utf8"));
    await rm(path.resolve(dataFolder, folder), { recursive: true, force: true });
  }
  await rm(dataFolder, { recursive: true, force: true });
}

/** Starts the built product on a free port and waits until it says where it is. */
export async function startProduct(
  dataFolder: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const logFile = path.join(checkout, "test-results", `${path.basename(dataFolder)}.log`);
  await mkdir(path.dirname(logFile), { recursive: true });
  const log = await open(logFile, "a+");
  const logStart = (await log.stat()).size;
  const child = spawn(process.execPath, ["server/launch/bootstrap.mjs", "start"], {
    cwd: checkout,
    env: { ...withoutOwnSettings(), ...variables, TIEBREAK_DATA_FOLDER: dataFolder },
    stdio: ["ignore", log.fd, log.fd],
  });
  await log.close();
  const greeting = await waitForGreeting(child, async () =>
    (await readFile(logFile)).subarray(logStart).toString(),
  );
  const runtime = JSON.parse(await readFile(path.join(dataFolder, "runtime.json"), "utf8"));
  return {
    url: runtime.url,
    signInLink: /Sign in as administrator.*: (\S+)/.exec(greeting)?.[1] ?? null,
    databaseUrl: runtime.databaseUrl,
    dataFolder,
    launcherPid: runtime.pid,
    stop: () => stop(child),
  };
}

/** The person who runs the stories may have a product configured; the one under test starts from nothing. */
function withoutOwnSettings(): NodeJS.ProcessEnv {
  const own =
    /^(DATABASE_URL|NEXTAUTH_.*|PORT|HOST|OPEN_SIGN_UP|(OIDC|GOOGLE|GITHUB)_.*|NODE_ENV|npm_lifecycle_event)$/;
  return {
    NODE_ENV: "production",
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name))),
  };
}

async function waitForGreeting(
  child: ChildProcess,
  readLog: () => Promise<string>,
): Promise<string> {
  const deadline = Date.now() + startSeconds * 1000;
  while (Date.now() < deadline) {
    const text = await readLog();
    if (text.includes("Stop it with Ctrl-C")) {
      return text;
    }
    if (child.exitCode !== null) {
      throw new Error(`The product ended with exit code ${child.exitCode}:\n${text}`);
    }
    await delay(50);
  }
  await stop(child);
  throw new Error(`The product did not start within ${startSeconds} s:\n${await readLog()}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}
