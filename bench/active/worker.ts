import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { queueDefaults } from "#server/core/reward/build-queue.ts";
import { type CurveTask, curveTask } from "./curve-task.ts";
import { type DataSet, type DataSetName, loadAlpacaEval, loadHarmless } from "./data-sets.ts";
import { withEmbeddings } from "./embeddings.ts";
import { settings } from "./settings.ts";
import { simulateCurve } from "./simulate.ts";

const { folder, embeddings } = z
  .object({ folder: z.string(), embeddings: z.string().nullable() })
  .parse(workerData);
const loaded = new Map<string, DataSet>();

parentPort?.on("message", (message) => {
  const task = curveTask.parse(message);
  parentPort?.postMessage({ task, points: runTask(task) });
});

function runTask(task: CurveTask) {
  const setting = settings.find(({ name }) => name === task.setting);
  if (setting === undefined) throw new RangeError(`There is no setting "${task.setting}".`);
  const { labels, budget } = setting;
  const dataSet = load(setting.dataSet);
  const { policy, seed } = task;
  return simulateCurve({ dataSet, labels, budget, policy, seed, queue: queueDefaults });
}

function load(name: DataSetName): DataSet {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const texts = name === "alpaca-eval" ? loadAlpacaEval(folder) : loadHarmless(folder);
  const dataSet = embeddings === null ? texts : withEmbeddings(texts, embeddings);
  loaded.set(name, dataSet);
  return dataSet;
}
