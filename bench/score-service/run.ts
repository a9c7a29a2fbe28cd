import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { connectDatabase } from "#db/client.ts";
import { startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { readDemoContent } from "#db/seed/demo/demo-content.ts";
import { type RewardItem, rewardsResponse } from "#server/contracts/reward-protocol.ts";
import { createRandom } from "#server/core/numerics/random.ts";
import { insertTaughtProject } from "#server/score-api/fixtures/insert-taught-project.ts";

/**
 * Measures the score service over HTTP, as a process of its own on an embedded PostgreSQL:
 *
 *     npm run bench:score-service [seconds per line, 4 by default]
 */
const seconds = Number(process.argv[2] ?? 4);
const folder = await mkdtemp(path.join(tmpdir(), "tiebreak-bench-"));
const server = await startEmbeddedPostgres({
  dataFolder: path.join(folder, "data"),
  isDurable: false,
  onNotice: (sentence) => console.error(sentence),
});

type Load = {
  readonly name: string;
  readonly batch: number;
  readonly callers: number;
  /** Completions of one prompt that stand beside each other. */
  readonly samples: number;
  readonly units: number;
  readonly include: readonly string[];
};

const plain = { batch: 32, callers: 1, samples: 1, units: 1000, include: [] };
const loads: readonly Load[] = [
  { ...plain, name: "one at a time", batch: 1 },
  { ...plain, name: "batches of 32" },
  { ...plain, name: "batches of 32, 8 answers to each prompt", samples: 8 },
  { ...plain, name: "batches of 32, 8 callers", callers: 8 },
  { ...plain, name: "batches of 32 with members", include: ["members"] },
  {
    ...plain,
    name: "batches of 32 with members and float16 embeddings",
    include: ["members", "embedding"],
  },
  { ...plain, name: "batches of 512", batch: 512 },
  { ...plain, name: "one at a time, 100 kB each", batch: 1, units: 100_000 },
  { ...plain, name: "one at a time, 1 MB each", batch: 1, units: 1_000_000 },
];

const words = readDemoContent()
  .flatMap(({ responses }) => responses.map(({ text }) => text))
  .join(" ")
  .split(/(?<=\s)/);

try {
  await migrateDatabase(server.url);
  const connection = connectDatabase(server.url);
  const { slug } = await insertTaughtProject(connection.db, 1);
  await connection.close();
  const { child, url } = await startService(server.url);
  const lines: string[] = [];
  try {
    for (const load of loads) {
      await measure({ ...load, url, slug, until: performance.now() + 1000 });
      const line = await measure({ ...load, url, slug, until: performance.now() + 1000 * seconds });
      console.error(line);
      lines.push(line);
    }
  } finally {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  const page = composePage(lines);
  console.log(page);
  writeFileSync(new URL("../results/score-service.md", import.meta.url), page);
} finally {
  await server.stop();
  await rm(server.folder, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

async function startService(databaseUrl: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "server/score-service.ts"], {
    env: { ...process.env, DATABASE_URL: databaseUrl, SCORE_SERVICE_PORT: "0" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (child.stderr === null) throw new Error("The score service has no standard error.");
  const started = z.object({ address: z.object({ port: z.number() }) });
  const [line] = await once(createInterface({ input: child.stderr }), "line");
  const { address } = started.parse(JSON.parse(line));
  return { child, url: `http://127.0.0.1:${address.port}` };
}

async function measure(
  load: Load & { readonly url: string; readonly slug: string; readonly until: number },
): Promise<string> {
  const times: number[] = [];
  let items = 0;
  const startedAt = performance.now();
  async function call(seed: number): Promise<void> {
    const random = createRandom(seed);
    const bodies = Array.from({ length: 4 }, () =>
      JSON.stringify({
        model: load.slug,
        include: load.include,
        embedding: { dtype: "float16", encoding: "base64" },
        input: composeBatch(load, random.below),
      }),
    );
    for (let turn = 0; performance.now() < load.until; turn++) {
      const sentAt = performance.now();
      const response = await fetch(`${load.url}/v1/rewards`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: bodies[turn % bodies.length],
      });
      const { data } = rewardsResponse.parse(await response.json());
      times.push(performance.now() - sentAt);
      items += data.filter((reward) => reward.error === null).length;
    }
  }
  await Promise.all(Array.from({ length: load.callers }, (_, caller) => call(caller + 1)));
  const rate = items / ((performance.now() - startedAt) / 1000);
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))].toFixed(1);
  return `| ${load.name} | ${rate.toFixed(0)} | ${at(0.5)} ms | ${at(0.99)} ms |`;
}

/** Runs of words from the demo's answers, so that lists, code and other scripts occur. */
function composeText(units: number, below: (n: number) => number): string {
  let text = "";
  while (text.length < units) {
    const start = below(words.length - 40);
    text += words.slice(start, start + 40).join("");
  }
  return text.slice(0, units);
}

function composeBatch({ batch, samples, units }: Load, below: (n: number) => number): RewardItem[] {
  const prompts = Array.from({ length: Math.ceil(batch / samples) }, () => composeText(300, below));
  return Array.from({ length: batch }, (_, at) => ({
    id: String(at),
    messages: [
      { role: "user", content: prompts[Math.floor(at / samples)] },
      { role: "assistant", content: composeText(units, below) },
    ],
  }));
}

function composePage(lines: readonly string[]): string {
  return `# Throughput of the score service

Written by \`npm run bench:score-service\`: one process of the service, one of the caller, and an
embedded PostgreSQL on the same machine; texts of 1,000 characters and prompts of 300 unless the line
says otherwise. Times are those of whole requests as the caller sees them.

${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(2)} at the end · Node ${process.version}

| what | items per second | median | 99th percentile |
|---|---:|---:|---:|
${lines.join("\n")}
`;
}
