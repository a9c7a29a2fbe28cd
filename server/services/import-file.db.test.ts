import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { connectDatabase } from "#db/client.ts";
import { findImport, listRejections } from "#db/queries/imports.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { findDataFile, openDataFile } from "#db/testing/real-data.ts";
import { readRows } from "#server/adapters/importers/read-rows.ts";
import type { SelectionPolicy } from "#server/contracts/project-settings.ts";
import { beginImport } from "./begin-import.ts";
import { cancelImport } from "./cancel-import.ts";
import { failSilentImports } from "./fail-silent-imports.ts";
import { importFile } from "./import-file.ts";

const { db, url } = await openTestDatabase();
const userId = await insertUser(db);

describe("public data sets", () => {
  const files = [
    {
      name: "vicuna-80.jsonl",
      counts: {
        rowsRead: 80,
        rowsRejected: 0,
        promptsAdded: 80,
        completionsAdded: 399,
        pairsAdded: 796,
      },
      remarks: [[74, "Response 4 is empty. The other 4 were imported."]],
      dead: 0,
    },
    {
      name: "alpaca-eval.jsonl.gz",
      counts: {
        rowsRead: 500,
        rowsRejected: 0,
        promptsAdded: 500,
        completionsAdded: 11_994,
        // Six prompts have 23 answers instead of 24.
        pairsAdded: 137_862,
      },
      // Answers that are a single zero-width space.
      remarks: [[35, 20], ...[92, 186, 313, 396, 433].map((line) => [line, 15])].map(
        ([line, response]) => [line, `Response ${response} is empty. The other 23 were imported.`],
      ),
      dead: 734,
    },
    {
      name: "hh-harmless.jsonl.gz",
      counts: {
        rowsRead: 1_500,
        rowsRejected: 3,
        promptsAdded: 1_495,
        completionsAdded: 2_994,
        pairsAdded: 1_497,
      },
      remarks: [
        [1_027, "The chosen answer is empty."],
        [1_243, "The chosen answer is empty."],
        [1_497, "The chosen answer is empty."],
      ],
      dead: 3,
    },
  ];

  for (const file of files) {
    test(`${file.name} is imported whole, and a second time adds nothing`, {
      timeout: 120_000,
    }, async (context) => {
      const path = findDataFile(file.name);
      if (path === null) return context.skip(`${file.name} is not there; set TIEBREAK_DATA`);
      const projectId = await openProject();
      const first = await runImport(projectId, openDataFile(path));
      expect(first).toMatchObject({ state: "done", rowsDuplicate: 0, ...file.counts });
      const remarks = await listRejections(db, {
        projectId,
        importId: first.id,
        after: 0,
        limit: 10,
      });
      expect(remarks.map(({ line, reason }) => [line, reason])).toEqual(file.remarks);
      expect(await countPairs(projectId, "dead")).toBe(file.dead);
      const again = await runImport(projectId, openDataFile(path));
      expect(again).toMatchObject({
        state: "done",
        rowsDuplicate: file.counts.rowsRead - file.counts.rowsRejected,
        promptsAdded: 0,
        completionsAdded: 0,
        pairsAdded: 0,
      });
    });
  }
});

describe("what an import adds", () => {
  test("further completions of known prompts, and only their pairs", async () => {
    const projectId = await openProject();
    await importRows(projectId, [rowOf("p", ["a", "b"]), rowOf("q", ["a", "b"])]);
    const second = await importRows(projectId, [rowOf("p", ["b", "c"]), rowOf("q", ["a", "b"])]);
    expect(second).toMatchObject({
      rowsDuplicate: 1,
      promptsAdded: 0,
      completionsAdded: 1,
      pairsAdded: 2,
    });
  });

  test("a prompt in another Unicode normal form is the same prompt", async () => {
    const projectId = await openProject();
    await importRows(projectId, [rowOf("caf\u00e9", ["a", "b"])]);
    const second = await importRows(projectId, [rowOf("cafe\u0301", ["a", "b"])]);
    expect(second).toMatchObject({ promptsAdded: 0, rowsDuplicate: 1 });
  });

  test("the same row twice in one file counts once", async () => {
    const projectId = await openProject();
    const counts = await importRows(projectId, [rowOf("p", ["a", "b"]), rowOf("p", ["b", "a"])]);
    expect(counts).toMatchObject({
      promptsAdded: 1,
      completionsAdded: 2,
      pairsAdded: 1,
      rowsDuplicate: 1,
    });
  });

  test("pairs in canonical order with the target of the policy, open for as many judgments", async () => {
    const projectId = await openProject({ targetJudgments: 3 });
    await importRows(projectId, [rowOf("p", ["a", "b", "c"])]);
    const rows = await db.execute(sql`
      select count(*)::int as pairs, bool_and(first_id < second_id) as ordered,
        bool_and(target_judgments = 3 and open_slots = 3 and status = 'open') as open
      from pairs where project_id = ${projectId}`);
    expect(rows.at(0)).toEqual({ pairs: 3, ordered: true, open: true });
  });

  test("identical responses are kept, but their pair is dead and says why", async () => {
    const projectId = await openProject();
    const responses = [
      { model: "a", text: "Same\n text" },
      { model: "b", text: " Same text " },
      { model: "c", text: "x" },
    ];
    const counts = await importRows(projectId, [{ prompt: "p", responses }]);
    expect(counts).toMatchObject({ completionsAdded: 3, pairsAdded: 3 });
    const rows = await db.execute(sql`
      select status, dead_reason from pairs where project_id = ${projectId} order by status`);
    expect([...rows]).toEqual([
      { status: "open", dead_reason: null },
      { status: "open", dead_reason: null },
      { status: "dead", dead_reason: "The two responses are identical." },
    ]);
  });

  test("a ready-made pair forms its own pair only, and keeps which side was preferred", async () => {
    const projectId = await openProject();
    const counts = await importRows(projectId, [
      { prompt: "p", chosen: "x1", rejected: "y1" },
      { prompt: "p", chosen: "x2", rejected: "x1" },
      { prompt: "p", chosen: "x2", rejected: "y1" },
      rowOf("p", ["a", "b"]),
    ]);
    expect(counts).toMatchObject({
      promptsAdded: 1,
      completionsAdded: 6,
      pairsAdded: 4,
      rowsDuplicate: 0,
    });
    const rows = await db.execute<{ chosen: string; rejected: string }>(sql`
      select case imported_preference when 'first' then a.text else b.text end as chosen,
        case imported_preference when 'first' then b.text else a.text end as rejected
      from pairs p join completions a on a.id = first_id join completions b on b.id = second_id
      where p.project_id = ${projectId} and imported_preference is not null order by 1, 2`);
    expect(rows.map(({ chosen, rejected }) => chosen + rejected)).toEqual(["x1y1", "x2x1", "x2y1"]);
  });

  test("pairs against a baseline model only, where the project says so", async () => {
    const projectId = await openProject({ pairing: { kind: "baseline", model: "b" } });
    const counts = await importRows(projectId, [
      rowOf("p", ["a", "b", "c"]),
      rowOf("q", ["a", "c"]),
    ]);
    expect(counts).toMatchObject({ pairsAdded: 2 });
  });

  test("as many pairs a prompt as the project says, the same on every machine", async () => {
    const models = ["a", "b", "c", "d", "e"];
    const chosen: string[] = [];
    for (const order of [models, models.toReversed()]) {
      const projectId = await openProject({ pairing: { kind: "per_prompt", pairs: 4 } });
      expect(await importRows(projectId, [rowOf("p", order)])).toMatchObject({ pairsAdded: 4 });
      const rows = await db.execute<{ pair: string }>(sql`
        select least(a.text, b.text) || greatest(a.text, b.text) as pair from pairs p
        join completions a on a.id = first_id join completions b on b.id = second_id
        where p.project_id = ${projectId} order by 1`);
      chosen.push(rows.map(({ pair }) => pair).join());
    }
    expect(chosen[0]).toBe(chosen[1]);
  });

  test("the hold-out slice is a share of the prompts, whatever the order of import", async () => {
    const rows = Array.from({ length: 400 }, (_, index) => rowOf(`prompt ${index}`, ["a", "b"]));
    const held: string[] = [];
    for (const order of [rows, rows.toReversed()]) {
      const projectId = await openProject({ holdoutShare: 0.25 });
      await importRows(projectId, order);
      const found = await db.execute<{ content: string }>(sql`
        select distinct pr.messages -> 0 ->> 'content' as content from prompts pr
        join pairs p on p.prompt_id = pr.id and p.slice = pr.slice
        where pr.project_id = ${projectId} and pr.slice = 'holdout' order by 1`);
      held.push(found.map(({ content }) => content).join());
    }
    expect(held[0]).toBe(held[1]);
    // 400 draws at 0.25 stay within five standard deviations of 100.
    expect(held[0]?.split(",").length).toBeGreaterThan(56);
    expect(held[0]?.split(",").length).toBeLessThan(144);
  });
});

describe("nothing is half-imported", () => {
  test("a file that breaks off leaves only the import and its sentence", async () => {
    const projectId = await openProject();
    const source = failing(jsonl(manyRows(1_500)), new Error("socket hang up"));
    const failed = await runImport(projectId, source).catch(() => null);
    expect(failed).toBeNull();
    const [only] = await listOf(projectId);
    expect(only).toMatchObject({ state: "failed", promptsAdded: 0, pairsAdded: 0 });
    expect(only?.fault).toMatch(/nothing was imported/);
    await expectEmpty(projectId);
  });

  test("an upload shorter than announced is not taken for the whole file", async () => {
    const projectId = await openProject();
    const bytes = Buffer.from(jsonl(manyRows(50)));
    await expect(
      runImport(projectId, streamOf(bytes), { bytesTotal: bytes.length + 1 }),
    ).rejects.toThrow(/interrupted/);
    await expectEmpty(projectId);
  });

  test("an upload whose sender has gone is rolled back", async () => {
    const projectId = await openProject();
    const gone = new AbortController();
    async function* source() {
      yield Buffer.from(jsonl(manyRows(500)));
      gone.abort();
      await new Promise(() => {});
    }
    await expect(runImport(projectId, source(), { signal: gone.signal })).rejects.toThrow(
      /interrupted/,
    );
    await expectEmpty(projectId);
  });

  test("a file that is damaged at its end imports nothing", async () => {
    const projectId = await openProject();
    const packed = gzipSync(jsonl(manyRows(2_000)));
    await expect(
      runImport(projectId, streamOf(packed.subarray(0, packed.length - 9))),
    ).rejects.toThrow(/cut off/);
    await expectEmpty(projectId);
  });

  test("a lost database connection imports nothing, and another attempt goes through", async () => {
    const projectId = await openProject();
    const rows = manyRows(1_500);
    async function* source() {
      yield Buffer.from(jsonl(rows));
      await db.execute(sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and state = 'idle in transaction'`);
      yield Buffer.from(jsonl(manyRows(1_500, "more")));
    }
    await expect(runImport(projectId, source())).rejects.toThrow();
    await expectEmpty(projectId);
    expect(await importRows(projectId, rows)).toMatchObject({ promptsAdded: 1_500 });
  });

  test("a process that is killed while it imports leaves nothing behind", async () => {
    const projectId = await openProject();
    const importId = randomUUID();
    await begin(projectId, importId);
    const script = `
      const { connectDatabase } = await import("#db/client.ts");
      const { readRows } = await import("#server/adapters/importers/read-rows.ts");
      const { importFile } = await import("#server/services/import-file.ts");
      const rows = Array.from({ length: 1000 }, (_, i) => JSON.stringify({
        prompt: "killed " + i,
        responses: [{ model: "a", text: "x" }, { model: "b", text: "y" }],
      }) + "\\n");
      async function* source() {
        yield Buffer.from(rows.join(""));
        yield Buffer.alloc(100_000, "\\n");
        console.log("stored");
        await new Promise(() => setInterval(() => {}, 1000));
      }
      const { db } = connectDatabase(${JSON.stringify(url)});
      const ids = ${JSON.stringify({ projectId, importId })};
      await importFile(db, { ...ids, source: source(), bytesTotal: null, readRows });`;
    const words = ["--import", "tsx", "--input-type=module", "--eval", script];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    expect((await listOf(projectId)).at(0)?.state).toBe("running");
    child.kill("SIGKILL");
    await once(child, "exit");
    await db.execute(
      sql`update imports set alive_at = now() - interval '1 hour' where id = ${importId}`,
    );
    expect(await failSilentImports(db)).toBe(1);
    await expectEmpty(projectId);
    expect(await importRows(projectId, manyRows(10, "killed"))).toMatchObject({ promptsAdded: 10 });
  });

  test("an import whose process died is found by its age, and one that lives is left alone", async () => {
    const projectId = await openProject();
    const [dead, alive] = [randomUUID(), randomUUID()];
    for (const importId of [dead, alive]) await begin(projectId, importId);
    await db.execute(
      sql`update imports set alive_at = now() - interval '1 hour' where id = ${dead}`,
    );
    expect(await failSilentImports(db)).toBe(1);
    expect(await findImport(db, { projectId, importId: dead })).toMatchObject({
      state: "failed",
      fault: expect.stringMatching(/server stopped/),
    });
    expect(await findImport(db, { projectId, importId: alive })).toMatchObject({
      state: "running",
    });
  });

  test("an import that was given up while it ran does not finish after all", async () => {
    const projectId = await openProject();
    async function* source() {
      yield Buffer.from(jsonl(manyRows(10)));
      await db.execute(sql`update imports set state = 'failed' where project_id = ${projectId}`);
    }
    await expect(runImport(projectId, source())).rejects.toThrow(/ended before it was done/);
    await expectEmpty(projectId);
  });
});

describe("while it runs", () => {
  test("two imports at once take turns and neither loses anything", async () => {
    const projectId = await openProject();
    const rows = manyRows(900);
    const [first, second] = await Promise.all([
      runImport(projectId, streamOf(Buffer.from(jsonl(rows)))),
      runImport(projectId, streamOf(Buffer.from(jsonl(rows.toReversed())))),
    ]);
    expect([first.promptsAdded, second.promptsAdded].toSorted((a, b) => a - b)).toEqual([0, 900]);
    expect([first.rowsDuplicate, second.rowsDuplicate].toSorted((a, b) => a - b)).toEqual([0, 900]);
  });

  test("imports into different projects do not wait for each other", async () => {
    const [one, other] = [await openProject(), await openProject()];
    async function* slow() {
      yield Buffer.from(jsonl([rowOf("p", ["a", "b"])]));
      expect(await importRows(other, [rowOf("p", ["a", "b"])])).toMatchObject({ promptsAdded: 1 });
    }
    expect(await runImport(one, slow())).toMatchObject({ state: "done", promptsAdded: 1 });
  });

  test("progress and rejections are seen from outside before it is done", async () => {
    const projectId = await openProject();
    const importId = randomUUID();
    const seen: unknown[] = [];
    async function* source() {
      yield Buffer.from(`oops\n${jsonl(manyRows(500))}`.replace("oops", '{"oops"'));
      yield Buffer.alloc(65_536, "\n");
      await new Promise((resolve) => setTimeout(resolve, 600));
      yield Buffer.from("\n");
      seen.push(await findImport(db, { projectId, importId }));
      seen.push(await listRejections(db, { projectId, importId, after: 0, limit: 5 }));
    }
    await runImport(projectId, source(), { importId });
    expect(seen[0]).toMatchObject({ state: "running", rowsRejected: 1, rowsRead: 501 });
    expect(seen[1]).toMatchObject([{ line: 1 }]);
  });

  test("an import that is cancelled stops soon and adds nothing", async () => {
    const projectId = await openProject();
    const importId = randomUUID();
    let sent = 0;
    async function* source() {
      yield Buffer.from(jsonl(manyRows(300)));
      await cancelImport(db, { projectId, importId });
      for (; sent < 1_000; sent += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        yield Buffer.from(jsonl(manyRows(1, `late ${sent}`)));
      }
    }
    await expect(runImport(projectId, source(), { importId })).rejects.toThrow(/ended before/);
    expect(sent).toBeLessThan(500);
    expect((await listOf(projectId)).at(0)?.fault).toBe(
      "This import was cancelled. Nothing was imported.",
    );
    await expectEmpty(projectId);
  });

  test("the same upload cannot be begun twice", async () => {
    const projectId = await openProject();
    const importId = randomUUID();
    await begin(projectId, importId);
    await expect(begin(projectId, importId)).rejects.toThrow(/begun already/);
  });
});

test("what would break SQL, JSON or COPY is stored as it came", async () => {
  const projectId = await openProject();
  const text = `'; drop table prompts; -- \\N \\. \t {"a":1} \u2028 \u{1F600} <script>alert(1)</script>`;
  const responses = [
    { model: text, text, generation: { [text]: [text, Number.POSITIVE_INFINITY, null, true] } },
    { model: "b", text: "x" },
  ];
  await importRows(projectId, [
    { prompt: text, id: text, category: text, tags: [text, "{a,b}", '"'], responses },
  ]);
  const rows = await db.execute<Record<string, unknown>>(sql`
    select p.messages -> 0 ->> 'content' as content, p.category, p.tags, c.text, m.name, c.generation
    from prompts p join completions c on c.prompt_id = p.id join models m on m.id = c.model_id
    where p.project_id = ${projectId} and m.name <> 'b'`);
  expect(rows.at(0)).toEqual({
    content: text,
    category: text,
    tags: [text, "{a,b}", '"'],
    text,
    name: text,
    generation: { [text]: [text, null, null, true] },
  });
});

async function openProject(policy: Partial<SelectionPolicy> = {}): Promise<string> {
  return await insertJudgingProject(db, { prompts: 0, models: 0, policy });
}

async function begin(projectId: string, importId: string): Promise<void> {
  await beginImport(db, {
    importId,
    projectId,
    createdBy: userId,
    fileName: "f",
    bytesTotal: null,
  });
}

async function runImport(
  projectId: string,
  source: AsyncIterable<Uint8Array>,
  options: { importId?: string; bytesTotal?: number; signal?: AbortSignal } = {},
) {
  const { importId = randomUUID(), bytesTotal = null, signal } = options;
  await begin(projectId, importId);
  await importFile(db, { projectId, importId, source, bytesTotal, readRows, signal });
  const found = await findImport(db, { projectId, importId });
  if (found === null) throw new Error("the import is gone");
  return found;
}

async function importRows(projectId: string, rows: readonly object[]) {
  return await runImport(projectId, streamOf(Buffer.from(jsonl(rows))));
}

function rowOf(prompt: string, models: readonly string[]) {
  return { prompt, responses: models.map((model) => ({ model, text: `${model} says so` })) };
}

function manyRows(count: number, name = "prompt") {
  return Array.from({ length: count }, (_, index) => rowOf(`${name} ${index}`, ["a", "b"]));
}

function jsonl(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 16_384) {
    yield bytes.subarray(start, start + 16_384);
  }
}

async function* failing(text: string, error: Error): AsyncGenerator<Uint8Array> {
  yield* streamOf(Buffer.from(text));
  throw error;
}

async function listOf(projectId: string) {
  return await db.execute<{
    state: string;
    fault: string;
    promptsAdded: number;
    pairsAdded: number;
  }>(sql`
    select state, fault, prompts_added as "promptsAdded", pairs_added as "pairsAdded"
    from imports where project_id = ${projectId}`);
}

async function countPairs(projectId: string, status: string): Promise<number> {
  const rows = await db.execute<{ pairs: number }>(sql`
    select count(*)::int as pairs from pairs where project_id = ${projectId} and status::text = ${status}`);
  return rows.at(0)?.pairs ?? -1;
}

/** Looked at through another connection: nothing of the import may be there, not even a model. */
async function expectEmpty(projectId: string): Promise<void> {
  const other = connectDatabase(url, 1);
  const rows = await other.db.execute(sql`
    select (select count(*) from prompts where project_id = ${projectId})::int as prompts,
      (select count(*) from models where project_id = ${projectId})::int as models,
      (select count(*) from pairs where project_id = ${projectId})::int as pairs`);
  await other.close();
  expect(rows.at(0)).toEqual({ prompts: 0, models: 0, pairs: 0 });
  const states = await listOf(projectId);
  expect(states.map(({ state }) => state)).toEqual(["failed"]);
}
