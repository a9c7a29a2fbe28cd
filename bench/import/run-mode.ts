import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { connectDatabase } from "#db/client.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { readRows } from "#server/adapters/importers/read-rows.ts";
import { beginImport } from "#server/services/begin-import.ts";
import { importFile } from "#server/services/import-file.ts";

/** One way of reading the file, in a process of its own: prints rows, seconds and peak memory. */
const [mode = "", path = "", databaseUrl = ""] = process.argv.slice(2);
const started = performance.now();
const rows = await runMode();
const seconds = (performance.now() - started) / 1000;
// Linux and Node give kilobytes.
const peakBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ rows, seconds, peakBytes }));

async function runMode(): Promise<number> {
  switch (mode) {
    case "nothing":
      return 0;
    case "whole":
      return (await readFile(path, "utf8"))
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)).length;
    case "streamed":
      return await countStreamed();
    case "imported":
      return await importWhole();
    default:
      throw new Error(`unknown mode ${mode}`);
  }
}

async function countStreamed(): Promise<number> {
  let count = 0;
  for await (const outcome of readRows(createReadStream(path))) {
    if (!("row" in outcome)) throw new Error(`line ${outcome.line}: ${outcome.reason}`);
    count += 1;
  }
  return count;
}

async function importWhole(): Promise<number> {
  const { db, close } = connectDatabase(databaseUrl);
  const createdBy = await insertUser(db);
  const projectId = await insertJudgingProject(db, { prompts: 0, models: 0 });
  const importId = randomUUID();
  const bytesTotal = null;
  await beginImport(db, { importId, projectId, createdBy, fileName: "bench", bytesTotal });
  let count = 0;
  await importFile(db, {
    importId,
    projectId,
    bytesTotal,
    source: createReadStream(path),
    readRows: async function* counted(source) {
      for await (const outcome of readRows(source)) {
        count += 1;
        yield outcome;
      }
    },
  });
  await close();
  return count;
}
