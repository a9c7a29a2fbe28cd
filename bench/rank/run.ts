import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { connectDatabase, type Database } from "#db/client.ts";
import { startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import type { SelectionPolicyName } from "#server/contracts/vocabulary.ts";
import { trainRewardModel } from "#server/services/train-reward-model.ts";
import { judgeWhile, percentile } from "./serving-times.ts";

/**
 * Measures how long ranking a large project takes, and serving meanwhile.
 *
 *     npm run bench:rank [open training pairs, 1,000,000 by default]
 */
const wanted = Number(process.argv[2] ?? 1_000_000);
const pairsPerPrompt = 6;
const holdoutShare = 0.1;
const ranked = z.object({
  queued: z.number(),
  seconds: z.array(z.number()),
  peakBytes: z.number(),
});
type Ranked = z.infer<typeof ranked>;

const folder = await mkdtemp(path.join(tmpdir(), "tiebreak-bench-"));
const server = await startEmbeddedPostgres({
  dataFolder: path.join(folder, "data"),
  isDurable: true,
  onNotice: (sentence) => console.error(sentence),
});
try {
  await migrateDatabase(server.url);
  const { db, close } = connectDatabase(server.url);
  const page = await measure(db);
  await close();
  console.log(page);
  writeFileSync(new URL("../results/rank.md", import.meta.url), page);
} finally {
  await server.stop();
  await rm(server.folder, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

async function measure(db: Database): Promise<string> {
  const annotator = await openLargeProject(db);
  const { projectId } = annotator;
  const counting = await timeQuery(
    db,
    sql`select count(*) from pairs p
    where project_id = ${projectId} and slice = 'train' and status = 'open' and open_slots > 0
      and not is_gold and not exists (select 1 from assignments a where a.pair_id = p.id
        and a.annotator_id = ${annotator.annotatorId})`,
  );
  const empty = await rankMeanwhile(db, annotator, { policy: "uniform", rounds: 0 });
  const runs = [];
  for (const policy of ["capped", "rank-flip", "expected-accuracy"] as const) {
    runs.push({ policy, ...(await rankMeanwhile(db, annotator, { policy, rounds: 6 })) });
  }
  return composePage({ counting, runtimeBytes: empty.result.peakBytes, runs });
}

async function openLargeProject(db: Database) {
  const prompts = Math.ceil(wanted / pairsPerPrompt / (1 - holdoutShare));
  const holdoutPrompts = Math.round(prompts * holdoutShare);
  const projectId = await insertJudgingProject(db, { prompts, holdoutPrompts, models: 4 });
  await db.execute(sql`vacuum analyze`);
  const annotator = { projectId, annotatorId: await insertUser(db) };
  await judgeWhile(db, annotator, { judgmentsMin: 64, isOver: () => true });
  await trainRewardModel(db, projectId);
  return annotator;
}

async function timeQuery(db: Database, query: ReturnType<typeof sql>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const startedAt = performance.now();
    await db.execute(query);
    times.push(performance.now() - startedAt);
  }
  return percentile(times, 0.5);
}

type Meanwhile = {
  readonly result: Ranked;
  readonly before: readonly number[];
  readonly serving: readonly number[];
};

/** Ranks in another process, and serves in this one until it is done. */
async function rankMeanwhile(
  db: Database,
  annotator: Awaited<ReturnType<typeof openLargeProject>>,
  params: { readonly policy: SelectionPolicyName; readonly rounds: number },
): Promise<Meanwhile> {
  const before = await judgeWhile(db, annotator, { judgmentsMin: 200, isOver: () => true });
  const script = path.join(import.meta.dirname, "rank-once.ts");
  const words = [server.url, annotator.projectId, params.policy, String(params.rounds)];
  const child = spawn(process.execPath, ["--import", "tsx", script, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let isOver = false;
  child.once("close", () => {
    isOver = true;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  const serving = await judgeWhile(db, annotator, { judgmentsMin: 0, isOver: () => isOver });
  const last = await lines.next();
  return { result: ranked.parse(JSON.parse(last.value)), before, serving };
}

type Measured = {
  readonly counting: number;
  readonly runtimeBytes: number;
  readonly runs: readonly (Meanwhile & { readonly policy: SelectionPolicyName })[];
};

function composePage({ counting, runtimeBytes, runs }: Measured): string {
  const latency = (times: readonly number[]) =>
    [0.5, 0.95, 0.99].map((share) => `${percentile(times, share).toFixed(1)} ms`).join(" | ");
  const serving = runs.flatMap(({ policy, before, serving: during }) => [
    `| just before | ${before.length} | ${latency(before)} |`,
    `| while ranking by ${policy} | ${during.length} | ${latency(during)} |`,
  ]);
  const ranking = runs.map(({ policy, result }) => {
    const [first, ...later] = result.seconds.map((seconds) => `${seconds.toFixed(2)} s`);
    const memory = ((result.peakBytes - runtimeBytes) / 1e6).toFixed(0);
    return `| ${policy} | ${result.queued} | ${first} | ${later.join(", ")} | ${memory} MB |`;
  });
  return `# Ranking a large project

Written by \`npm run bench:rank\`: ${wanted.toLocaleString("en")} open training pairs, ${pairsPerPrompt} a prompt, and
a tenth of the prompts held out, in an embedded PostgreSQL with durability on. A worker process of its
own ranks; pairs are served and judged in this one, one after another. Memory is the peak above that
of the same process without a ranking.

${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(2)} at the end · Node ${process.version}

| policy | pairs queued | first ranking | later rankings | memory |
|---|---:|---:|---:|---:|
${ranking.join("\n")}

The first ranking of a process computes the features that nobody has asked for before and compiles
its code.

| serving one pair | served | p50 | p95 | p99 |
|---|---:|---:|---:|---:|
${serving.join("\n")}

Counting what can be served, which every serving needs for its propensity, would take
${counting.toFixed(0)} ms if the pairs were read; the tallies give the same number within the times above.
`;
}
