import { createHash, randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findExportChunk, findExportFile, listExports } from "#db/queries/exports.ts";
import { projects } from "#db/schema/projects.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import type { ImportRow } from "#server/adapters/importers/import-row.ts";
import { type ExportOptions, exportManifest, exportOptions } from "#server/contracts/export.ts";
import { selectionPolicy } from "#server/contracts/project-settings.ts";
import type { Verdict } from "#server/contracts/vocabulary.ts";
import { previewExport } from "./preview-export.ts";
import { requestExport } from "./request-export.ts";
import { runExport } from "./run-export.ts";
import { storeRows } from "./store-rows.ts";

const { db } = await openTestDatabase();
const annotators = await Promise.all(Array.from({ length: 5 }, (_, i) => insertUser(db, `A${i}`)));
const managerId = annotators[0] ?? "";

type Said = {
  readonly pair: number;
  readonly annotator: number;
  readonly verdict: Verdict;
  readonly strength: number | null;
  readonly state: "current" | "withdrawn" | "superseded" | "repeat";
};

const reserved =
  "prompt chosen rejected completion messages label labels completions margin tools chat_template_kwargs image images system history chosen_ids rejected_ids prompt_ids completion_ids ref_chosen_logps ref_rejected_logps ref_logps kto_tag task_name".split(
    " ",
  );

describe("an export equals the judgments", () => {
  test("whatever was judged, withdrawn and superseded, every count adds up", {
    timeout: 120_000,
  }, async () => {
    const said = fc.record({
      pair: fc.nat(29),
      annotator: fc.nat(4),
      verdict: fc.constantFrom<Verdict>("first", "second", "tie", "both_bad"),
      strength: fc.constantFrom(null, 1, 2, 3),
      state: fc.constantFrom(
        "current",
        "current",
        "current",
        "withdrawn",
        "superseded",
        "repeat",
      ) as fc.Arbitrary<Said["state"]>,
    });
    const options = fc.record({
      tiePolicy: fc.constantFrom("drop" as const, "both_ways" as const),
      testShare: fc.constantFrom(0, 0.2, 0.5),
      splitSeed: fc.nat(9),
      judgmentsMin: fc.constantFrom(1, 2, 3),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(said, { maxLength: 120 }), options, async (all, chosen) => {
        const project = await openProject({ prompts: 10, models: 3 });
        const unique = onePerPlace(all);
        await judge(project, unique);
        const { manifest, rows } = await exportRows(project.id, chosen);
        expectReconciled(manifest, unique, chosen);
        expectRowsMatch(rows, unique, chosen);
      }),
      { numRuns: 25 },
    );
  });

  test("the same export twice gives the same bytes", async () => {
    const project = await openProject({ prompts: 12, models: 3 });
    await judge(project, manyJudgments());
    const options = { testShare: 0.5 };
    const first = await exportFiles(project.id, options);
    const second = await exportFiles(project.id, options);
    expect(first.size).toBe(4);
    expect(second).toEqual(first);
  });

  test("the same data in another database order gives the same bytes", async () => {
    const [one, other] = [
      await openProject({ prompts: 12, models: 3, slug: "same" }),
      await openProject({ prompts: 12, models: 3, isReversed: true }),
    ];
    await judge(one, manyJudgments());
    await judge(other, manyJudgments().toReversed());
    const first = await exportFiles(one.id);
    await db.update(projects).set({ slug: "not-same" }).where(eq(projects.id, one.id));
    await db.update(projects).set({ slug: "same" }).where(eq(projects.id, other.id));
    expect(await exportFiles(other.id)).toEqual(first);
  });

  test("judgments that arrive while it is written are not in it", async () => {
    const project = await openProject({ prompts: 4, models: 2 });
    await judge(project, [said(0, "first")]);
    const { id } = await requestIn(project.id);
    const writing = await holdUp("models", async () => {
      const started = runExport(db, id);
      await isHeldUp();
      await judge(project, [said(1, "first"), said(0, "second", 1)]);
      return { started };
    });
    expect(await writing.started).toBe(true);
    const { manifest } = await readExport(project.id, id);
    expect(manifest.judgments).toMatchObject({ recorded: 1, decisive: 1 });
    expect(manifest.pairs).toMatchObject({ judged: 1, exported: 1 });
  });
});

describe("rows", () => {
  test("hold one prompt that ends with the user and one assistant message a side, under names no trainer reserves", async () => {
    const project = await openProject({ prompts: 12, models: 3 });
    await judge(project, manyJudgments());
    const { rows } = await exportRows(project.id);
    const columns = Object.keys(rows[0]?.row ?? {});
    expect(columns.slice(0, 3)).toEqual(["prompt", "chosen", "rejected"]);
    for (const name of columns.slice(3)) expect(reserved).not.toContain(name);
    for (const { row, line } of rows) {
      expect(Object.keys(row)).toEqual(columns);
      expect(row.prompt.at(-1)?.role).toBe("user");
      expect(row.chosen).toEqual([{ role: "assistant", content: expect.any(String) }]);
      expect(row.rejected).toEqual([{ role: "assistant", content: expect.any(String) }]);
      expect(Object.values(row)).not.toContain(null);
      // A whole number would make the column an integer for a reader that sees it first.
      expect(line).toMatch(/"p_chosen":\d\.\d+,/);
      expect(line).toMatch(/"preference_strength":\d\.\d+,/);
    }
  });

  test("no prompt is in two splits, and those held out are in the test split", async () => {
    const project = await openProject({ prompts: 40, models: 3, holdoutShare: 0.2 });
    await judge(
      project,
      Array.from({ length: 120 }, (_, pair) => said(pair, "first")),
    );
    const { rows, manifest } = await exportRows(project.id, { testShare: 0.25 });
    const promptsOf = (split: string) =>
      new Set(rows.filter((one) => one.split === split).map(({ row }) => row.prompt_id));
    const [train, test] = [promptsOf("train"), promptsOf("test")];
    expect([...train].filter((id) => test.has(id))).toEqual([]);
    expect(manifest.prompts).toMatchObject({ train: train.size, test: test.size });
    expect(manifest.prompts.testFromHoldout).toBeGreaterThan(0);
    expect(test.size).toBeGreaterThan(manifest.prompts.testFromHoldout);
    const held = await db.execute<{ hash: string }>(sql`
      select content_hash as hash from prompts where project_id = ${project.id} and slice = 'holdout'`);
    for (const { hash } of held) expect(test).toContain(`prompt-${hash.slice(0, 16)}`);
  });

  test("a column is left out where strength was never asked for", async () => {
    const project = await openProject({ prompts: 2, models: 2 });
    await judge(project, [said(0, "first")]);
    const { rows } = await exportRows(project.id);
    expect(rows[0]?.row).not.toHaveProperty("preference_strength");
  });

  test("a model that is named like a date keeps its column from being read as times", async () => {
    const project = await openProject({ prompts: 1, models: 2, modelName: (n) => `2024-05-1${n}` });
    await judge(project, [said(0, "first")]);
    const { rows } = await exportRows(project.id);
    expect(rows[0]?.row).toMatchObject({
      model_chosen: "model 2024-05-10",
      model_rejected: "model 2024-05-11",
    });
  });

  test("answers that all look like dates are warned of", async () => {
    const project = await openProject({ prompts: 1, models: 2, answer: (n) => `199${n}-01-01` });
    await judge(project, [said(0, "first")]);
    const { manifest } = await exportRows(project.id);
    expect(manifest.warnings).toEqual([expect.stringMatching(/looks like a date/)]);
  });
});

describe("files", () => {
  test("an empty split has no file, and an export of nothing is still an export", async () => {
    const project = await openProject({ prompts: 2, models: 2 });
    expect([...(await exportFiles(project.id)).keys()]).toEqual(["manifest.json", "README.md"]);
    expect(
      await previewExport(db, { projectId: project.id, exportId: await lastExport(project.id) }),
    ).toBeNull();
    await judge(project, [said(0, "first")]);
    const files = await exportFiles(project.id, { testShare: 0 });
    expect([...files.keys()]).toEqual(["manifest.json", "README.md", "train.jsonl"]);
    const preview = await previewExport(db, {
      projectId: project.id,
      exportId: await lastExport(project.id),
    });
    expect(`${preview?.row}\n`).toBe(files.get("train.jsonl"));
  });

  test("a long file is kept in pieces that join to the bytes of its hash", async () => {
    const project = await openProject({
      prompts: 40,
      models: 3,
      answer: (n) => `${n} ${"é".repeat(9_000)}`,
    });
    await judge(
      project,
      Array.from({ length: 120 }, (_, pair) => said(pair, "second")),
    );
    const { manifest } = await exportRows(project.id, { testShare: 0 });
    const [train] = manifest.files;
    expect(train?.bytes).toBeGreaterThan(2_000_000);
    const chunks = await db.execute<{ chunks: number }>(sql`
      select count(*)::int as chunks from export_chunks join export_files f on f.id = file_id
      join exports e on e.id = f.export_id where e.project_id = ${project.id} and f.name = 'train.jsonl'`);
    expect(chunks.at(0)?.chunks).toBeGreaterThan(4);
  });

  test("versions count up, and an export is written once", async () => {
    const project = await openProject({ prompts: 2, models: 2 });
    const asked = await Promise.all([1, 2, 3].map(() => requestIn(project.id)));
    expect(asked.map((one) => one.version).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    const id = asked[0]?.id ?? "";
    expect(await runExport(db, id)).toBe(true);
    expect(await runExport(db, id)).toBe(false);
  });

  test("an export that fails says so and leaves no file behind", async () => {
    const project = await openProject({ prompts: 2, models: 2 });
    await judge(project, [said(0, "first")]);
    const { id } = await requestIn(project.id);
    await db.execute(sql`alter table export_chunks add constraint broken check (false) not valid`);
    await expect(runExport(db, id)).rejects.toThrow();
    await db.execute(sql`alter table export_chunks drop constraint broken`);
    const [failed] = await listExports(db, { projectId: project.id, before: null, limit: 1 });
    expect(failed).toMatchObject({ state: "failed", fault: expect.stringMatching(/went wrong/) });
    const files = await db.execute(sql`select 1 from export_files where export_id = ${id}`);
    expect(files).toHaveLength(0);
  });
});

type TestProject = {
  readonly id: string;
  readonly pairIds: readonly number[];
  readonly isFlipped: readonly boolean[];
};
type Plan = {
  readonly prompts: number;
  readonly models: number;
  readonly slug?: string;
  readonly holdoutShare?: number;
  readonly isReversed?: boolean;
  readonly modelName?: (index: number) => string;
  readonly answer?: (index: number) => string;
};

/** Prompts with all their pairs; reversed, the same content under other ids and in other order. */
async function openProject(plan: Plan): Promise<TestProject> {
  const {
    modelName = (n) => `model-${n}`,
    answer = (n) => `answer of ${n} \u2028 "é" 😀`,
    isReversed,
  } = plan;
  const policy = selectionPolicy.parse({ holdoutShare: plan.holdoutShare ?? 0 });
  const id = await insertJudgingProject(db, { prompts: 0, models: 0, policy });
  if (plan.slug !== undefined) {
    await db.update(projects).set({ slug: plan.slug }).where(eq(projects.id, id));
  }
  const rows = Array.from({ length: plan.prompts }, (_, prompt): ImportRow => {
    const completions = Array.from({ length: plan.models }, (_unused, model) => ({
      model: modelName(model),
      text: plan.answer === undefined ? `${prompt} ${answer(model)}` : answer(model),
      generation: null,
    }));
    return {
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: `Question ${prompt}?` },
      ],
      completions: isReversed ? completions.toReversed() : completions,
      kind: "responses",
      sourceId: null,
      category: null,
      language: null,
      tags: [],
    };
  });
  await storeRows(db, { projectId: id, policy }, isReversed ? rows.toReversed() : rows);
  // In the order of prompts and models, whatever the ids are.
  const pairs = await db.execute<{ id: string; flipped: boolean }>(sql`
    select p.id::text, ma.name > mb.name as flipped from pairs p
    join prompts on prompts.id = p.prompt_id
    join completions a on a.id = first_id join completions b on b.id = second_id
    join models ma on ma.id = a.model_id join models mb on mb.id = b.model_id
    where p.project_id = ${id}
    order by substring(prompts.messages -> 1 ->> 'content' from '\\d+')::int,
      least(ma.name, mb.name), greatest(ma.name, mb.name)`);
  return {
    id,
    pairIds: pairs.map((row) => Number(row.id)),
    isFlipped: pairs.map((row) => row.flipped),
  };
}

function said(pair: number, verdict: Verdict, annotator = 0): Said {
  return { pair, annotator, verdict, strength: null, state: "current" };
}

function manyJudgments(): Said[] {
  const verdicts: Verdict[] = ["first", "second", "first", "tie", "both_bad", "second", "first"];
  return Array.from({ length: 90 }, (_, index) => {
    const verdict = verdicts[index % 7] ?? "tie";
    const isDecisive = verdict === "first" || verdict === "second";
    return {
      pair: (index * 7) % 36,
      annotator: Math.floor(index / 36),
      verdict,
      strength: isDecisive ? 1 + (index % 3) : null,
      state: "current",
    };
  });
}

/** An annotator has at most one current judgment and one repeat of a pair. */
function onePerPlace(all: readonly Said[]): Said[] {
  const taken = new Set<string>();
  return all.filter((one) => {
    const place = `${one.pair}/${one.annotator}/${one.state === "repeat" ? 1 : 0}`;
    if (one.state === "withdrawn" || one.state === "superseded") return true;
    if (taken.has(place)) return false;
    taken.add(place);
    return true;
  });
}

async function judge(project: TestProject, all: readonly Said[]): Promise<void> {
  const records = all.map((one) => {
    const pairId = project.pairIds[one.pair];
    const isFlipped = project.isFlipped[one.pair] ?? false;
    const flipped = { first: "second", second: "first", tie: "tie", both_bad: "both_bad" } as const;
    const isDecisive = one.verdict === "first" || one.verdict === "second";
    return {
      assignment: randomUUID(),
      judgment: randomUUID(),
      pair: pairId,
      annotator: annotators[one.annotator],
      repeat: one.state === "repeat" ? 1 : 0,
      verdict: isFlipped ? flipped[one.verdict] : one.verdict,
      strength: isDecisive ? one.strength : null,
      state: one.state === "withdrawn" || one.state === "superseded" ? "released" : "judged",
      withdrawn: one.state === "withdrawn",
      superseded: one.state === "superseded",
    };
  });
  const input = sql`json_to_recordset(${JSON.stringify(records)}::json) as r(assignment uuid,
    judgment uuid, pair bigint, annotator uuid, repeat int, verdict verdict, strength smallint,
    state assignment_state, withdrawn boolean, superseded boolean)`;
  await db.execute(sql`
    insert into assignments (id, project_id, pair_id, annotator_id, repeat_index, left_is_first, arm,
      policy, arm_share, propensity, guideline_version, state, leased_until)
    select assignment, ${project.id}, pair, annotator, repeat, true, 'control', 'uniform', 1, 0.5, 1, state, now()
    from ${input}`);
  await db.execute(sql`
    insert into judgments (id, assignment_id, project_id, pair_id, annotator_id, repeat_index, verdict,
      strength, idempotency_key, withdrawn_at, superseded_by)
    select judgment, assignment, ${project.id}, pair, annotator, repeat, verdict, strength, judgment,
      case when withdrawn then now() end, case when superseded then judgment end
    from ${input}`);
}

async function requestIn(projectId: string, options: Partial<ExportOptions> = {}) {
  return await requestExport(db, {
    projectId,
    createdBy: managerId,
    options: exportOptions.parse(options),
  });
}

/** Keeps others from reading a table while something happens. */
async function holdUp<T>(table: "models", action: () => Promise<T>): Promise<T> {
  return await db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${sql.identifier(table)} in access exclusive mode`);
    return await action();
  });
}

async function isHeldUp(): Promise<void> {
  for (;;) {
    const waiting = await db.execute(sql`
      select 1 from pg_locks where not granted and relation = 'models'::regclass`);
    if (waiting.length > 0) return;
  }
}

async function lastExport(projectId: string): Promise<string> {
  const [last] = await listExports(db, { projectId, before: null, limit: 1 });
  return last?.id ?? "";
}

async function readFile(place: { projectId: string; exportId: string; name: string }) {
  const file = await findExportFile(db, place);
  if (file === null) return null;
  const chunks: Uint8Array[] = [];
  for (let index = 0; ; index += 1) {
    const chunk = await findExportChunk(db, { fileId: file.id, index });
    if (chunk === null) break;
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  expect(bytes.length).toBe(file.bytes);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(file.sha256);
  return bytes.toString("utf8");
}

async function exportFiles(projectId: string, options: Partial<ExportOptions> = {}) {
  const { id } = await requestIn(projectId, options);
  expect(await runExport(db, id)).toBe(true);
  const files = new Map<string, string>();
  for (const name of ["manifest.json", "README.md", "train.jsonl", "test.jsonl"]) {
    const text = await readFile({ projectId, exportId: id, name });
    if (text !== null) files.set(name, text);
  }
  return files;
}

type Row = {
  readonly prompt: { role: string; content: string }[];
  readonly chosen: { role: string; content: string }[];
  readonly rejected: { role: string; content: string }[];
  readonly prompt_id: string;
  readonly model_chosen: string;
  readonly model_rejected: string;
  readonly p_chosen: number;
  readonly n_annotations: number;
  readonly n_agree: number;
};

async function exportRows(projectId: string, options: Partial<ExportOptions> = {}) {
  const { id } = await requestIn(projectId, options);
  expect(await runExport(db, id)).toBe(true);
  return await readExport(projectId, id);
}

async function readExport(projectId: string, exportId: string) {
  const rows: { split: string; line: string; row: Row }[] = [];
  for (const split of ["train", "test"]) {
    const text = await readFile({ projectId, exportId, name: `${split}.jsonl` });
    const lines = text?.trimEnd().split("\n") ?? [];
    for (const line of lines) rows.push({ split, line, row: JSON.parse(line) });
  }
  const manifest = exportManifest.parse(
    JSON.parse((await readFile({ projectId, exportId, name: "manifest.json" })) ?? ""),
  );
  const stored = (await listExports(db, { projectId, before: null, limit: 1 })).at(0)?.manifest;
  expect(stored).toEqual(manifest);
  return { rows, manifest };
}

type Manifest = Awaited<ReturnType<typeof readExport>>["manifest"];

function countIf<T>(list: readonly T[], claim: (item: T) => boolean): number {
  return list.filter(claim).length;
}

function expectReconciled(manifest: Manifest, all: readonly Said[], options: ExportOptions): void {
  const current = all.filter((one) => one.state === "current");
  const repeats = countIf(all, (one) => one.state === "repeat");
  expect(manifest.options).toEqual(options);
  expect(manifest.judgments).toEqual({
    recorded: all.length,
    withdrawnOrSuperseded: all.length - current.length - repeats,
    current: current.length + repeats,
    decisive: countIf(current, ({ verdict }) => verdict === "first" || verdict === "second"),
    tie: countIf(current, ({ verdict }) => verdict === "tie"),
    bothBad: countIf(current, ({ verdict }) => verdict === "both_bad"),
    repeats,
    gold: 0,
  });
  const { judged, exported, droppedTooFew, droppedTied, droppedBothBad, droppedIdentical } =
    manifest.pairs;
  expect(judged).toBe(new Set(current.map((one) => one.pair)).size);
  expect(judged).toBe(exported + droppedTooFew + droppedTied + droppedBothBad + droppedIdentical);
}

/** What each pair should have become, worked out from the judgments without the code under test. */
function expectRowsMatch(
  rows: readonly { readonly row: Row }[],
  all: readonly Said[],
  options: ExportOptions,
): void {
  const expected: string[] = [];
  const pairsOfPrompt = [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const;
  for (let pair = 0; pair < 30; pair += 1) {
    const own = all.filter((one) => one.pair === pair && one.state === "current");
    const [a, b] = pairsOfPrompt[pair % 3] ?? [0, 0];
    const first = countIf(own, (one) => one.verdict === "first");
    const second = countIf(own, (one) => one.verdict === "second");
    const bad = countIf(own, (one) => one.verdict === "both_bad");
    if (own.length < options.judgmentsMin || own.length === 0 || bad > own.length / 2) continue;
    const prompt = Math.floor(pair / 3);
    const name = (x: number, y: number, n: number) => `${prompt}: ${x}>${y} ${n}/${own.length}`;
    if (first > second) expected.push(name(a, b, first));
    if (second > first) expected.push(name(b, a, second));
    if (first === second && options.tiePolicy === "both_ways") {
      expected.push(name(a, b, first), name(b, a, second));
    }
  }
  const found = rows.map(({ row }) => {
    const number = (name: string) => name.replace("model-", "");
    const prompt = row.prompt.at(-1)?.content.match(/\d+/)?.[0];
    expect(row.chosen[0]?.content).toContain(`answer of ${number(row.model_chosen)}`);
    return `${prompt}: ${number(row.model_chosen)}>${number(row.model_rejected)} ${row.n_agree}/${row.n_annotations}`;
  });
  expect(found.toSorted()).toEqual(expected.toSorted());
}
