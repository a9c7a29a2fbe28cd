import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { generateFile } from "./generate-file.ts";

/**
 * Measures peak memory and time of an import, against reading the file whole.
 *
 *     npm run bench:import [megabytes, 300 by default]
 */
const megabytes = Number(process.argv[2] ?? 300);
const folder = await mkdtemp(path.join(tmpdir(), "tiebreak-bench-"));
const file = path.join(folder, "rows.jsonl");
const measured = z.object({ rows: z.number(), seconds: z.number(), peakBytes: z.number() });

try {
  const rows = await generateFile(file, megabytes * 1e6);
  const { size } = await stat(file);
  const nothing = run("nothing", file);
  const whole = run("whole", file);
  const streamed = run("streamed", file);
  const imported = await runWithDatabase(file);
  const results = {
    nothing,
    "file read whole": whole,
    "rows streamed": streamed,
    "rows imported": imported,
  };
  const page = composePage(`${(size / 1e6).toFixed(0)} MB of JSONL, ${rows} rows`, results, whole);
  console.log(page);
  writeFileSync(new URL("../results/import.md", import.meta.url), page);
} finally {
  await rm(folder, { recursive: true, force: true });
}

type Measured = z.infer<typeof measured>;

function run(mode: string, input: string, databaseUrl = ""): Measured {
  const script = path.join(import.meta.dirname, "run-mode.ts");
  const words = ["--import", "tsx", script, mode, input, databaseUrl];
  const { status, stdout } = spawnSync(process.execPath, words, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${mode} ended with exit code ${status}`);
  return measured.parse(JSON.parse(stdout));
}

async function runWithDatabase(input: string): Promise<Measured> {
  const server = await startEmbeddedPostgres({
    dataFolder: path.join(folder, "data"),
    isDurable: true,
    onNotice: (sentence) => console.error(sentence),
  });
  try {
    await migrateDatabase(server.url);
    return run("imported", input, server.url);
  } finally {
    await server.stop();
    await rm(server.folder, { recursive: true, force: true });
  }
}

function composePage(
  what: string,
  results: Readonly<Record<string, Measured>>,
  whole: Measured,
): string {
  const lines = Object.entries(results).map(([name, { rows, seconds, peakBytes }]) => {
    const peak = (peakBytes / 1e6).toFixed(0);
    const isCompared = rows > 0 && peakBytes !== whole.peakBytes;
    const ratio = isCompared ? `${(whole.peakBytes / peakBytes).toFixed(1)}× less` : "";
    return `| ${name} | ${rows} | ${seconds.toFixed(1)} s | ${peak} MB | ${ratio} |`;
  });
  return `# Memory and speed of an import

Written by \`npm run bench:import\`: each line is a process of its own, and its peak is the resident
memory that the kernel saw, the runtime included (the line “nothing”). Imported rows are stored in an
embedded PostgreSQL with durability on, four responses and six pairs a row.

${what} · ${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(2)} at the end · Node ${process.version}

| what | rows | time | peak memory | against the file read whole |
|---|---:|---:|---:|---:|
${lines.join("\n")}
`;
}
