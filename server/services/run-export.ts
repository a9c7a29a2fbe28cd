import { createHash } from "node:crypto";
import type { Database } from "#db/client.ts";
import {
  countAnswers,
  type GivenAnswers,
  listAnswers,
  listStrengthScales,
} from "#db/queries/export-answers.ts";
import {
  countRecordedJudgments,
  type JudgedPair,
  listPairTexts,
  type PairTexts,
  streamJudgedPairs,
} from "#db/queries/export-rows.ts";
import {
  failExport,
  finishExport,
  getProjectSlug,
  lockPendingExport,
} from "#db/queries/exports.ts";
import type { ExportManifest, ExportOptions, ExportSplit } from "#server/contracts/export.ts";
import { shareOf } from "./content-hash.ts";
import { decidePair } from "./decide-pair.ts";
import { createExportFile, type ExportFile } from "./export-file.ts";
import { describeExport } from "./export-manifest.ts";
import { formatExportRow, leadingSide } from "./export-row.ts";
import { createExportTally, type ExportTally } from "./export-tally.ts";
import { summariseAnswers } from "./summarise-answers.ts";

/**
 * Writes an export that was asked for, from one snapshot of the database: judgments that arrive
 * meanwhile are not in it. False when it is written already or another process is at it.
 */
export async function runExport(db: Database, exportId: string): Promise<boolean> {
  try {
    return await db.transaction((tx) => writeExport(tx, exportId), {
      isolationLevel: "repeatable read",
    });
  } catch (error) {
    const fault = "Something went wrong on our side while this export was written.";
    await failExport(db, { exportId, fault });
    throw error;
  }
}

type Writing = {
  readonly tx: Database;
  readonly options: ExportOptions;
  readonly files: Readonly<Record<ExportSplit, ExportFile>>;
  readonly tally: ExportTally;
  readonly source: string;
  readonly hasStrength: boolean;
  readonly hasAnswers: boolean;
};

async function writeExport(tx: Database, exportId: string): Promise<boolean> {
  const pending = await lockPendingExport(tx, exportId);
  if (pending === null) return false;
  const { projectId, options } = pending;
  const project = await getProjectSlug(tx, projectId);
  const recorded = await countRecordedJudgments(tx, projectId);
  const answered = await countAnswers(tx, projectId);
  const files = {
    train: createExportFile(tx, { exportId, name: "train.jsonl" }),
    test: createExportFile(tx, { exportId, name: "test.jsonl" }),
  };
  const writing: Writing = {
    tx,
    options,
    files,
    tally: createExportTally(),
    source: `tiebreak/${project}`,
    hasStrength: recorded.withStrength > 0,
    hasAnswers: Object.values(answered).some((count) => count > 0),
  };
  for await (const pairs of streamJudgedPairs(tx, projectId)) await writePairs(writing, pairs);
  const written = [await files.train.finish(), await files.test.finish()];
  const { manifest, readme } = describeExport({
    project,
    options,
    recorded,
    answered,
    strengthScales: await listStrengthScales(tx, projectId),
    tally: writing.tally,
    files: written.filter((file) => file !== null),
    rows: { train: files.train.rows, test: files.test.rows },
  });
  await writeWhole(tx, { exportId, name: "manifest.json", text: formatManifest(manifest) });
  await writeWhole(tx, { exportId, name: "README.md", text: readme });
  await finishExport(tx, { exportId, manifest });
  return true;
}

async function writePairs(writing: Writing, pairs: readonly JudgedPair[]): Promise<void> {
  const pairIds = pairs.map((pair) => pair.pairId);
  const texts = await listPairTexts(writing.tx, pairIds);
  const given = writing.hasAnswers ? await listAnswers(writing.tx, pairIds) : [];
  const textsOf = new Map(texts.map((one) => [one.pairId, one]));
  for (const pair of pairs) {
    const own = textsOf.get(pair.pairId);
    if (own === undefined) throw new Error(`pair ${pair.pairId} has no texts`);
    const answers = given.filter((one) => one.pairId === pair.pairId);
    await writePair(writing, { pair, texts: own, answers });
  }
}

type Judged = {
  readonly pair: JudgedPair;
  readonly texts: PairTexts;
  readonly answers: readonly GivenAnswers[];
};

async function writePair(writing: Writing, judged: Judged): Promise<void> {
  const { pair, texts, answers } = judged;
  const { options, tally, files } = writing;
  tally.countPair(pair);
  if (isSameText(texts)) return tally.drop("identical", answers);
  const decision = decidePair(pair, options.judgmentsMin);
  if (decision.kind === "dropped") return tally.drop(decision.reason, answers);
  const isTie = decision.kind === "tied";
  if (isTie && options.tiePolicy === "drop") return tally.drop("tied", answers);
  const split = splitOf(pair, options);
  const chosenSides = isTie ? bothFrom(leadingSide(texts)) : [decision.chosen];
  for (const chosen of chosenSides) {
    const summary = writing.hasAnswers ? summariseAnswers(answers, chosen) : null;
    const row = { pair, texts, chosen, isTie, answers: summary };
    await files[split].write(formatExportRow({ ...writing, ...row }));
  }
  tally.countExported({ pair, texts, split, isTie, answers });
}

function bothFrom(leading: "first" | "second") {
  return leading === "first" ? (["first", "second"] as const) : (["second", "first"] as const);
}

/**
 * Whole prompts go to one split, by content and seed. Those of the hold-out slice are never trained
 * on here, so they always belong to the test split.
 */
function splitOf(pair: JudgedPair, options: ExportOptions): ExportSplit {
  if (pair.slice === "holdout") return "test";
  const hash = createHash("sha256").update(`${options.splitSeed}:${pair.promptHash}`).digest("hex");
  return shareOf(hash) < options.testShare ? "test" : "train";
}

function isSameText({ first, second }: PairTexts): boolean {
  return withoutSpace(first.text) === withoutSpace(second.text);
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function formatManifest(manifest: ExportManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

async function writeWhole(
  tx: Database,
  { text, ...params }: { readonly exportId: string; readonly name: string; readonly text: string },
): Promise<void> {
  const file = createExportFile(tx, params);
  await file.write(text);
  await file.finish();
}
