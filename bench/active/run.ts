import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { defaultPolicy, policies } from "#server/core/reward/policies.ts";
import { drawCurves } from "./chart.ts";
import { curveTask } from "./curve-task.ts";
import { loadAlpacaEval, readAlpacaPrompts } from "./data-sets.ts";
import { encodeDataSets } from "./embeddings.ts";
import { chartFile, writeReport } from "./report.ts";
import { runCurves } from "./run-curves.ts";
import { type Setting, settings } from "./settings.ts";
import { summarise } from "./summarise.ts";
import { timeExtraction, timeFits, timeRanking } from "./timing.ts";

/** Model ranking has a simulation of its own (`npm run test:stats`): it does not look at texts. */
const textPolicies = Object.keys(policies).filter((name) => name !== "rank-flip");

const usage = `npm run bench:active -- DATA_FOLDER [--seeds 20] [--rest 20] [--threads 2] [--settings a,b]
  [--policies a,b] [--out bench/results] [--raw FILE] [--encoder MODEL]
DATA_FOLDER (or TIEBREAK_DATA) holds alpaca-eval.jsonl.gz and hh-harmless.jsonl.gz.
Settings are named by any part of: ${settings.map(({ name }) => name).join("; ")}.
Policies: ${textPolicies.join(", ")}.
The default policy and uniform run on --seeds seeds, the others on the first --rest of them.
Finished curves are kept in FILE, and a run that was interrupted goes on from there.
MODEL is what EMBEDDING_MODEL of the product may be; the curves then learn on its embeddings, too, which
are kept in FILE.embeddings. It needs the library that docs/score-services.md names.`;

await main();

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: "string", default: "20" },
      rest: { type: "string" },
      threads: { type: "string", default: "2" },
      settings: { type: "string", default: "" },
      policies: { type: "string", default: textPolicies.join(",") },
      out: { type: "string", default: "bench/results" },
      raw: { type: "string", default: join(tmpdir(), `tiebreak-active-${process.pid}.jsonl`) },
      encoder: { type: "string" },
    },
  });
  const folder = positionals[0] ?? process.env["TIEBREAK_DATA"];
  if (folder === undefined) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  const seeds = Number(values.seeds);
  const chosen = settings.filter(({ name }) =>
    values.settings.split(";").some((part) => name.includes(part.trim())),
  );
  const policyNames = [
    "uniform",
    ...values.policies.split(",").filter((name) => name !== "uniform"),
  ];
  const results = await benchCurves({
    chosen,
    policyNames,
    seeds,
    rest: values.rest === undefined ? seeds : Number(values.rest),
    folder,
    threads: Number(values.threads),
    raw: values.raw,
    encoder: values.encoder ?? null,
  });
  const alpaca = loadAlpacaEval(folder);
  const { timings: fits, model } = timeFits(alpaca);
  const shapes = [24, 8, 4].flatMap((completionsPerPrompt) =>
    [1e4, 1e5, 1e6].map((pairs) => ({ pairs, completionsPerPrompt })),
  );
  const report = writeReport({
    settings: results,
    extraction: timeExtraction(readAlpacaPrompts(folder)),
    fits,
    ranks: shapes.map((shape) => timeRanking(model, alpaca.features, shape)),
  });
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, "active.md"), report);
  for (const { setting, summaries } of results) {
    writeFileSync(join(values.out, chartFile(setting)), drawCurves(setting.name, summaries));
  }
  console.info(`Wrote ${join(values.out, "active.md")} from the curves in ${values.raw}`);
}

type CurveBench = {
  chosen: readonly Setting[];
  policyNames: readonly string[];
  seeds: number;
  rest: number;
  folder: string;
  threads: number;
  raw: string;
  encoder: string | null;
};

/** Seed by seed, so that a run that is stopped early has whole seeds of everything. */
async function benchCurves(bench: CurveBench) {
  const { chosen, policyNames, seeds, folder, threads, raw } = bench;
  const policiesOf = (seed: number) =>
    policyNames.filter((name) => seed < bench.rest || name === "uniform" || name === defaultPolicy);
  const tasks = Array.from({ length: seeds }, (_, seed) =>
    chosen.flatMap(({ name }) =>
      policiesOf(seed).map((policy) => curveTask.parse({ setting: name, policy, seed })),
    ),
  ).flat();
  const embeddings = bench.encoder === null ? null : `${raw}.embeddings`;
  if (bench.encoder !== null && embeddings !== null) {
    const names = new Set(chosen.map(({ dataSet }) => dataSet));
    await encodeDataSets([...names], { folder, model: bench.encoder, file: embeddings });
  }
  const curves = await runCurves(tasks, { folder, threads, rawFile: raw, embeddings });
  return chosen.map((setting) => {
    const own = curves.filter(({ task }) => task.setting === setting.name);
    const run = policyNames.filter((name) => own.some(({ task }) => task.policy === name));
    return { setting, summaries: summarise(own, run) };
  });
}
