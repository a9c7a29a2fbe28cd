import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { Presets, SingleBar } from "cli-progress";
import { z } from "zod";
import { openLocalEncoder } from "#server/adapters/local-encoder/open-local-encoder.ts";
import { joinColumns, outsideGroups } from "#server/core/reward/outside-columns.ts";
import { embeddingWidthMax, projectEmbedding } from "#server/core/reward/project-embedding.ts";
import { fromFloatBytes, toFloatBytes } from "#server/services/float-bytes.ts";
import { type DataSet, type DataSetName, readCompletions } from "./data-sets.ts";

/** Projected embeddings of the completions of one prompt, as little-endian singles in Base64. */
const embedded = z.object({ dataSet: z.string(), prompt: z.number(), vectors: z.string() });

/**
 * Has the local encoder read the completions of some data sets, as the worker of the product does,
 * and appends their embeddings to a file, a prompt per line. What the file has is not encoded again.
 */
export async function encodeDataSets(
  names: readonly DataSetName[],
  { folder, model, file }: { folder: string; model: string; file: string },
): Promise<void> {
  const known = new Set(readEmbedded(file).map(({ dataSet, prompt }) => `${dataSet}/${prompt}`));
  const waiting = names.flatMap((name) =>
    readCompletions(name, folder)
      .map((completions, prompt) => ({ name, prompt, ...completions }))
      .filter(({ prompt }) => !known.has(`${name}/${prompt}`)),
  );
  if (waiting.length === 0) return;
  const bar = new SingleBar(
    { format: "prompts {bar} {value}/{total} | {eta_formatted} left", noTTYOutput: true },
    Presets.shades_classic,
  );
  bar.start(waiting.length, 0);
  const encoder = openLocalEncoder(model);
  try {
    for (const { name, prompt, messages, texts } of waiting) {
      const asked = texts.map((answer, index) => ({ id: String(index), messages, answer }));
      const { items } = await encoder.adapter.score(asked);
      const rows = items.map((item) => {
        if (!item.ok || item.score.embedding === null) throw new Error("A text has no embedding.");
        return toFloatBytes(projectEmbedding(item.score.embedding));
      });
      const line = { dataSet: name, prompt, vectors: Buffer.concat(rows).toString("base64") };
      appendFileSync(file, `${JSON.stringify(line)}\n`);
      bar.increment();
    }
  } finally {
    encoder.end();
    bar.stop();
  }
}

/** The data set with the embeddings of its completions in front, centred within their prompts. */
export function withEmbeddings(dataSet: DataSet, file: string): DataSet {
  const width = embeddingWidthMax;
  const byPrompt = readEmbedded(file)
    .filter((line) => line.dataSet === dataSet.name)
    .toSorted((a, b) => a.prompt - b.prompt)
    .map(({ vectors }) => centre(fromFloatBytes(Buffer.from(vectors, "base64")), width));
  const values = new Float64Array(byPrompt.reduce((sum, rows) => sum + rows.length, 0));
  let at = 0;
  for (const rows of byPrompt) {
    values.set(rows, at);
    at += rows.length;
  }
  const columns = { hasScore: false, embeddingWidth: width };
  return {
    ...dataSet,
    features: joinColumns({ width, values }, dataSet.features),
    groups: [...outsideGroups(columns, { isLogit: false, spread: 1 }), ...dataSet.groups],
    outsideWidth: width,
  };
}

function centre(rows: Float64Array, width: number): Float64Array {
  const count = rows.length / width;
  const mean = new Float64Array(width);
  for (const [at, value] of rows.entries()) mean[at % width] += value / count;
  return rows.map((value, at) => value - mean[at % width]);
}

function readEmbedded(file: string): z.infer<typeof embedded>[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => embedded.parse(JSON.parse(line)));
}
