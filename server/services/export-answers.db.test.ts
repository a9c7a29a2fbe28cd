import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { z } from "zod";
import { findExportChunk, findExportFile } from "#db/queries/exports.ts";
import { assignments } from "#db/schema/assignments.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { exportManifest, exportOptions } from "#server/contracts/export.ts";
import { type RecordJudgmentInput, recordJudgmentInput } from "#server/contracts/judgment.ts";
import { recordJudgment } from "./record-judgment.ts";
import { requestExport } from "./request-export.ts";
import { runExport } from "./run-export.ts";
import { servePairs } from "./serve-pairs.ts";
import { undoJudgment } from "./undo-judgment.ts";

const { db } = await openTestDatabase();
const createdBy = await insertUser(db);

const form = {
  strengthLevels: 2,
  flags: ["unsafe" as const, "false" as const],
  hasSafetyStep: true,
  attributes: ["helpfulness" as const],
  reasons: ["Clearer", "Shorter"],
  rationale: { ask: "optional" as const, lengthMin: 0 },
};
const unanswered = { flags: null, attributes: null, reasons: null, rationale: null, edit: null };

type Answers = NonNullable<RecordJudgmentInput["answers"]>;
type Said = {
  readonly winner: "first" | "second" | "tie";
  readonly safety: Answers["safety"];
  readonly rest?: Partial<Answers>;
  /** By first and second; turned to the sides on which they were shown. */
  readonly flags?: { first: string[] | null; second: string[] | null };
  readonly grades?: { first: number; second: number };
};

/** Judges as a new annotator. */
async function judge(projectId: string, said: Said) {
  const annotator = { projectId, annotatorId: await insertUser(db) };
  const { leases } = await servePairs(db, { ...annotator, wanted: 1 });
  const assignmentId = leases.at(0)?.assignmentId ?? "";
  const rows = await db.select().from(assignments).where(eq(assignments.id, assignmentId));
  const leftIsFirst = rows.at(0)?.leftIsFirst ?? true;
  const sided = <Value>({ first, second }: { first: Value; second: Value }) =>
    leftIsFirst ? { left: first, right: second } : { left: second, right: first };
  const grades = said.grades && sided(said.grades);
  const idempotencyKey = randomUUID();
  const input = recordJudgmentInput.parse({
    assignmentId,
    idempotencyKey,
    verdict:
      said.winner === "tie" ? "tie" : (said.winner === "first") === leftIsFirst ? "left" : "right",
    strength: null,
    answers: {
      ...unanswered,
      safety: said.safety,
      ...(said.flags && { flags: sided(said.flags) }),
      ...(grades && {
        attributes: {
          left: { helpfulness: grades.left },
          right: { helpfulness: grades.right },
        },
      }),
      ...said.rest,
    },
    timings: null,
    held: [],
  });
  await recordJudgment(db, { ...annotator, input });
  return { ...annotator, idempotencyKey };
}

async function readExport(projectId: string) {
  const options = exportOptions.parse({ testShare: 0 });
  const { id } = await requestExport(db, { projectId, createdBy, options });
  await runExport(db, id);
  const read = async (name: string) => {
    const file = await findExportFile(db, { projectId, exportId: id, name });
    const chunk = file && (await findExportChunk(db, { fileId: file.id, index: 0 }));
    return Buffer.from(chunk ?? []).toString("utf8");
  };
  const lines = (await read("train.jsonl")).trim().split("\n").filter(Boolean);
  const row = z.looseObject({ metadata_json: z.string().optional() });
  return {
    rows: lines.map((line) => row.parse(JSON.parse(line))),
    manifest: exportManifest.parse(JSON.parse(await read("manifest.json"))),
    readme: await read("README.md"),
  };
}

test("a row tells what was answered, by chosen and rejected, and the manifest counts it", async () => {
  const projectId = await insertJudgingProject(db, {
    prompts: 1,
    form,
    policy: { targetJudgments: 4, holdoutShare: 0 },
  });
  await judge(projectId, {
    winner: "second",
    safety: "preferred_safe_other_unsafe",
    flags: { first: ["unsafe"], second: [] },
    grades: { first: 0, second: 4 },
    rest: { reasons: ["Clearer"], rationale: "The other one is dangerous." },
  });
  await judge(projectId, {
    winner: "second",
    safety: "both_safe",
    flags: { first: ["unsafe", "false"], second: null },
    grades: { first: 1, second: 3 },
    rest: { reasons: ["Clearer", "Shorter"] },
  });
  await judge(projectId, { winner: "first", safety: "preferred_safe_other_unsafe" });
  const { rows, manifest } = await readExport(projectId);
  expect(rows).toHaveLength(1);
  expect(JSON.parse(rows[0]?.metadata_json ?? "")).toEqual({
    flags: {
      chosen: { answered: 1, set: {} },
      rejected: { answered: 2, set: { false: 1, unsafe: 2 } },
    },
    safety: { both_safe: 1, only_chosen_safe: 1, only_rejected_safe: 1 },
    attributes: {
      chosen: { helpfulness: { mean: 3.5, n: 2 } },
      rejected: { helpfulness: { mean: 0.5, n: 2 } },
    },
    reasons: { Clearer: 2, Shorter: 1 },
    rationales: [{ verdict: "chosen", rationale: "The other one is dangerous." }],
  });
  expect(manifest.answers).toEqual({
    flags: { current: 2, exported: 2, dropped: 0 },
    safety: { current: 3, exported: 3, dropped: 0 },
    attributes: { current: 2, exported: 2, dropped: 0 },
    reasons: { current: 2, exported: 2, dropped: 0 },
    rationale: { current: 1, exported: 1, dropped: 0 },
    edits: { current: 0, exported: 0, dropped: 0 },
  });
});

test("an improved text is in the row of the pair it was made for, and is gone with its judgment", async () => {
  const projectId = await insertJudgingProject(db, {
    prompts: 1,
    form: { canEdit: true },
    policy: { targetJudgments: 2, holdoutShare: 0 },
  });
  const rest = { edit: "Much better." };
  const author = await judge(projectId, { winner: "first", safety: null, rest });
  const before = await readExport(projectId);
  expect(JSON.parse(before.rows[0]?.metadata_json ?? "")).toEqual({ edits: ["Much better."] });
  expect(before.manifest.answers.edits).toEqual({ current: 1, exported: 1, dropped: 0 });
  await undoJudgment(db, author);
  const after = await readExport(projectId);
  expect(after.manifest.answers.edits.current).toBe(0);
});

test("what was answered of a pair that is left out is counted as dropped", async () => {
  const projectId = await insertJudgingProject(db, {
    prompts: 1,
    form,
    policy: { holdoutShare: 0 },
  });
  await judge(projectId, { winner: "tie", safety: "both_safe" });
  const { rows, manifest } = await readExport(projectId);
  expect(rows).toEqual([]);
  expect(manifest.answers.safety).toEqual({ current: 1, exported: 0, dropped: 1 });
});

test("where nobody was asked anything else, no row has the column", async () => {
  const projectId = await insertJudgingProject(db, { prompts: 1, policy: { holdoutShare: 0 } });
  const annotator = { projectId, annotatorId: await insertUser(db) };
  const { leases } = await servePairs(db, { ...annotator, wanted: 1 });
  const input = {
    assignmentId: leases.at(0)?.assignmentId ?? "",
    idempotencyKey: randomUUID(),
    verdict: "left" as const,
    strength: null,
    timings: null,
    held: [],
  };
  await recordJudgment(db, { ...annotator, input });
  const { rows } = await readExport(projectId);
  expect(rows).toHaveLength(1);
  expect(rows[0]).not.toHaveProperty("metadata_json");
});
