import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { findExportChunk, listExports } from "#db/queries/exports.ts";
import { assignments } from "#db/schema/assignments.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { exportManifest, exportOptions } from "#server/contracts/export.ts";
import { type RecordJudgmentInput, recordJudgmentInput } from "#server/contracts/judgment.ts";
import { recordJudgment } from "./record-judgment.ts";
import { requestExport } from "./request-export.ts";
import { runExport } from "./run-export.ts";
import { servePairs } from "./serve-pairs.ts";

const { db } = await openTestDatabase();
const managerId = await insertUser(db);

const form = {
  strengthLevels: 2,
  flags: ["unsafe", "false"],
  hasSafetyStep: true,
  attributes: ["helpfulness"],
  reasons: ["Clearer", "Shorter"],
  rationale: { ask: "optional", lengthMin: 0 },
  canEdit: true,
} as const;
const unanswered = {
  flags: null,
  safety: null,
  attributes: null,
  reasons: null,
  rationale: null,
  edit: null,
} as const;

type Answers = NonNullable<RecordJudgmentInput["answers"]>;

/** Judges as a new annotator, whose left may be either response: answers are by winner and loser. */
async function judge(
  projectId: string,
  winner: "first" | "second" | "tie",
  answers: (winnerSide: "left" | "right", loserSide: "left" | "right") => Partial<Answers>,
  strength: number | null = null,
) {
  const annotator = { projectId, annotatorId: await insertUser(db) };
  const { leases } = await servePairs(db, { ...annotator, wanted: 1 });
  const assignmentId = leases.at(0)?.assignmentId ?? "";
  const rows = await db.select().from(assignments).where(eq(assignments.id, assignmentId));
  const leftWins = (rows.at(0)?.leftIsFirst ?? true) === (winner !== "second");
  const [better, worse] = leftWins ? (["left", "right"] as const) : (["right", "left"] as const);
  const input = recordJudgmentInput.parse({
    assignmentId,
    idempotencyKey: randomUUID(),
    verdict: winner === "tie" ? "tie" : better,
    strength,
    answers: { ...unanswered, ...answers(better, worse) },
    timings: null,
    held: [],
  });
  await recordJudgment(db, { ...annotator, input });
}

const sided = <Value>(left: "left" | "right", ofBetter: Value, ofWorse: Value) =>
  left === "left" ? { left: ofBetter, right: ofWorse } : { left: ofWorse, right: ofBetter };

async function exportRows(projectId: string) {
  const exportId = await requestExport(db, {
    projectId,
    actorId: managerId,
    options: exportOptions.parse({ testShare: 0 }),
  });
  await runExport(db, typeof exportId === "string" ? exportId : exportId.id);
  const id = typeof exportId === "string" ? exportId : exportId.id;
  const chunk = await findExportChunk(db, { exportId: id, name: "train.jsonl", position: 0 });
  const lines = Buffer.from(chunk ?? []).toString("utf8").trim().split("\n").filter(Boolean);
  const list = await listExports(db, { projectId, limit: 1, before: null });
  return { rows: lines.map((line) => JSON.parse(line)), list };
}

test("placeholder", () => {
  expect([form, judge, sided, exportRows, exportManifest, insertJudgingProject].length).toBe(6);
});
