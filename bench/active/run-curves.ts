import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { Presets, SingleBar } from "cli-progress";
import { type Curve, type CurveTask, curve } from "./curve-task.ts";

type Options = {
  readonly folder: string;
  /** File of embeddings to learn on beside the texts, or null. */
  readonly embeddings: string | null;
  readonly threads: number;
  /** File of finished curves, one JSON document per line: an interrupted run goes on from there. */
  readonly rawFile: string;
};

/** Simulates the curves that are not in the raw file yet, and returns those asked for. */
export async function runCurves(tasks: readonly CurveTask[], options: Options): Promise<Curve[]> {
  const finished = new Map(readCurves(options.rawFile).map((done) => [keyOf(done.task), done]));
  const waiting = tasks.filter((task) => !finished.has(keyOf(task)));
  const bar = new SingleBar(
    {
      format: "curves {bar} {value}/{total} | {eta_formatted} left",
      noTTYOutput: true,
      notTTYSchedule: 30_000,
    },
    Presets.shades_classic,
  );
  bar.start(tasks.length, tasks.length - waiting.length);
  const workers = Array.from({ length: Math.min(options.threads, waiting.length) }, () =>
    serveTasks(waiting, options, (done) => {
      finished.set(keyOf(done.task), done);
      appendFileSync(options.rawFile, `${JSON.stringify(done)}\n`);
      bar.increment();
    }),
  );
  await Promise.all(workers);
  bar.stop();
  return tasks.flatMap((task) => finished.get(keyOf(task)) ?? []);
}

/** Feeds one worker from the shared list until that is empty. */
function serveTasks(
  waiting: CurveTask[],
  { folder, embeddings }: Options,
  onDone: (done: Curve) => void,
): Promise<void> {
  // A worker of Node 20 does not inherit the TypeScript loader, so it registers its own.
  const start = `import("tsx/esm/api").then(({ register }) => {
    register();
    return import(${JSON.stringify(new URL("./worker.ts", import.meta.url).href)});
  })`;
  const worker = new Worker(start, { eval: true, workerData: { folder, embeddings } });
  return new Promise((resolve, reject) => {
    const next = () => {
      const task = waiting.shift();
      if (task !== undefined) worker.postMessage(task);
      else worker.terminate().then(() => resolve(), reject);
    };
    worker.on("error", reject);
    worker.on("message", (message) => {
      onDone(curve.parse(message));
      next();
    });
    next();
  });
}

function readCurves(rawFile: string): Curve[] {
  if (!existsSync(rawFile)) return [];
  const lines = readFileSync(rawFile, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => curve.parse(JSON.parse(line)));
}

function keyOf({ setting, policy, seed }: CurveTask): string {
  return `${setting}/${policy}/${seed}`;
}
