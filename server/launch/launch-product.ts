import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { explainFileError, StartFault } from "#db/embedded/start-fault.ts";
import { readEnvironment } from "#server/env.ts";
import { buildWhenStale, hasBuild } from "./build-product.ts";
import { type ChildService, superviseChild } from "./child-service.ts";
import { choosePort } from "./choose-port.ts";
import { dataFolder } from "./folders.ts";
import { keepSecret } from "./keep-secret.ts";
import { type OpenDatabase, openDatabase } from "./open-database.ts";
import { findSignInLink, prepareDatabase } from "./prepare-database.ts";
import { childEnvironment, webWords, workerWords } from "./programs.ts";
import { removeRuntime, writeRuntime } from "./runtime-file.ts";
import { listenForStop, type StopRequest } from "./stop-request.ts";
import { waitForWeb } from "./wait-for-web.ts";

export type Mode = "quickstart" | "start" | "dev";

/**
 * Runs the whole product in this terminal until Ctrl-C or SIGTERM: database, web and worker. They
 * are stopped in the opposite order, so that the worker and the web never lose their database.
 */
export async function launchProduct(mode: Mode, options: readonly string[]): Promise<void> {
  checkOptions(options);
  const stop = listenForStop();
  const undo: (() => Promise<void>)[] = [];
  try {
    const { database } = await bringUp({ mode, options, stop, undo });
    const fault = await Promise.race([stop.requested, database.failed]);
    if (fault instanceof StartFault) {
      throw fault;
    }
  } catch (error) {
    // After Ctrl-C, whatever was interrupted half-way fails; that is no fault of its own.
    if (!stop.signal.aborted) {
      throw error;
    }
  } finally {
    for (const step of undo.reverse()) {
      await step();
    }
  }
}

const signInLinkOption = "--sign-in-link";

function checkOptions(options: readonly string[]): void {
  const unknown = options.find((option) => option !== signInLinkOption);
  if (unknown !== undefined) {
    throw new StartFault(`There is no option ${unknown}: the only one is ${signInLinkOption}.`);
  }
}

type Launch = {
  readonly mode: Mode;
  readonly options: readonly string[];
  readonly stop: StopRequest;
  /** What must be done at the end, in the order in which it became necessary. */
  readonly undo: (() => Promise<void>)[];
};

async function bringUp(launch: Launch): Promise<{ readonly database: OpenDatabase }> {
  const { mode, stop, undo } = launch;
  const environment = readEnvironment();
  const secret = await keepSecret();
  const database = await openDatabase({ mayJoin: false });
  undo.push(database.stop);
  await writeRuntime({ pid: process.pid, databaseUrl: database.url });
  undo.push(removeRuntime);
  stop.signal.throwIfAborted();

  // A port that cannot be had is said before the build; which one it is, only after it.
  await choosePort(environment);
  await build(mode, stop.signal);
  await prepareDatabase(database.url);
  stop.signal.throwIfAborted();

  const port = await choosePort(environment);
  const origin = environment.NEXTAUTH_URL ?? `http://localhost:${port}`;
  const instance = randomUUID();
  const variables = childEnvironment({
    mode,
    secret,
    port,
    origin,
    instance,
    databaseUrl: database.url,
  });
  const web = await startService({ launch, variables, name: "web server" });
  await startService({ launch, variables, name: "worker" });
  await waitForWeb({ host: environment.HOST, port, instance, web, signal: stop.signal });
  await writeRuntime({ pid: process.pid, databaseUrl: database.url, url: origin });
  const isLinkWanted = launch.options.includes(signInLinkOption);
  const link = await findSignInLink({ url: database.url, origin, isLinkWanted });
  console.log(greet(origin, link));
  return { database };
}

async function build(mode: Mode, signal: AbortSignal): Promise<void> {
  if (mode === "quickstart") {
    await buildWhenStale(signal);
  }
  if (mode === "start" && !hasBuild()) {
    throw new StartFault("There is no build yet: run npm run build, or npm run quickstart.");
  }
}

async function startService({
  launch: { mode, undo },
  variables,
  name,
}: {
  readonly launch: Launch;
  readonly variables: NodeJS.ProcessEnv;
  readonly name: "web server" | "worker";
}): Promise<ChildService> {
  const logs = path.join(dataFolder(), "logs");
  try {
    await mkdir(logs, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw explainFileError(error, logs);
  }
  const service = superviseChild({
    name,
    words: name === "worker" ? workerWords() : webWords(mode, variables),
    environment: variables,
    // The first start should end in a link, not in a page of log lines.
    logFile: mode === "quickstart" ? path.join(logs, `${name.split(" ")[0]}.log`) : null,
  });
  undo.push(service.stop);
  return service;
}

function greet(origin: string, link: string | null): string {
  const lines = ["", `  Tiebreak is running at ${origin}`];
  if (link !== null) {
    lines.push("", `  Sign in as administrator (works once): ${link}`);
  }
  lines.push("", "  Stop it with Ctrl-C.", "");
  return lines.join("\n");
}
