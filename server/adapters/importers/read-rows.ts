import { Invalid } from "#server/errors.ts";
import { type CsvHeader, delimiterOf, readCsvHeader } from "./csv-header.ts";
import { csvRowToObject } from "./csv-row.ts";
import { decodeLeniently, decodeRecord } from "./decode-utf8.ts";
import { defaultImportLimits, type ImportLimits } from "./import-limits.ts";
import type { RowOutcome } from "./import-row.ts";
import { parseJson } from "./parse-json.ts";
import type { RawRecord, RecordSplitter } from "./record-buffer.ts";
import { RejectedRow } from "./rejected-row.ts";
import { shapeRow } from "./shape-row.ts";
import { type ContentFormat, sniffContent, sniffedBytes } from "./sniff-content.ts";
import { createCsvSplitter } from "./split-csv.ts";
import { createJsonSplitter } from "./split-json.ts";
import { createLineSplitter } from "./split-lines.ts";
import { unpackGzip } from "./unpack-gzip.ts";

const excerptCharacters = 200;

/**
 * Reads JSONL, JSON or CSV, packed with gzip or not, told apart by content. Memory holds one record.
 * @throws Invalid with a sentence when the file as a whole cannot be read
 */
export async function* readRows(
  source: AsyncIterable<Uint8Array>,
  limits: ImportLimits = defaultImportLimits,
): AsyncGenerator<RowOutcome> {
  const packed = await peekStart(source);
  if (sniffContent(packed.start) !== "gzip") {
    yield* readPlainRows(packed, limits);
    return;
  }
  const unpacked = await peekStart(unpackGzip(packed.whole, limits));
  if (unpacked.start.length === 0) throw new Invalid("The gzip file holds nothing.");
  yield* readPlainRows(unpacked, limits);
}

type Peeked = { readonly start: Uint8Array; readonly whole: AsyncIterable<Uint8Array> };

/** The first bytes of a stream, and the whole of it, without its byte-order mark. */
async function peekStart(source: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const rest = source[Symbol.asyncIterator]();
  while (length < sniffedBytes) {
    const next = await rest.next();
    if (next.done) break;
    chunks.push(next.value);
    length += next.value.length;
  }
  const start = withoutMark(Buffer.concat(chunks));
  return { start: start.subarray(0, sniffedBytes), whole: resume(start, rest) };
}

async function* resume(
  start: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield start;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function withoutMark(start: Uint8Array): Uint8Array {
  const hasMark = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
  return hasMark ? start.subarray(3) : start;
}

async function* readPlainRows(file: Peeked, limits: ImportLimits): AsyncGenerator<RowOutcome> {
  const format = sniffContent(file.start);
  if (format === "gzip") throw new Invalid("The file is packed with gzip twice; unpack it once.");
  const splitter = createSplitter(format, file.start, limits);
  const readRecord = createRecordReader(format, limits);
  for await (const chunk of file.whole) {
    for (const record of splitter.push(chunk)) yield* readRecord(record);
  }
  for (const record of splitter.finish()) yield* readRecord(record);
}

type PlainFormat = Exclude<ContentFormat, "gzip">;

function createSplitter(
  format: PlainFormat,
  start: Uint8Array,
  limits: ImportLimits,
): RecordSplitter {
  switch (format) {
    case "jsonl":
      return createLineSplitter(limits.recordBytesMax);
    case "json-array":
      return createJsonSplitter(limits.recordBytesMax, "array");
    case "json-document":
      return createJsonSplitter(limits.recordBytesMax, "document");
    case "csv":
      return createCsvSplitter(limits.recordBytesMax, csvDelimiterOf(start));
  }
}

function csvDelimiterOf(start: Uint8Array): string {
  return delimiterOf(decodeLeniently(start).trimStart().split("\n", 1)[0] ?? "");
}

/** Turns each record into at most one outcome: blank lines and the CSV header are none. */
function createRecordReader(format: PlainFormat, limits: ImportLimits) {
  const what = format === "jsonl" || format === "csv" ? "line" : "row";
  let header: CsvHeader | null = null;

  return function* readRecord(record: RawRecord): Generator<RowOutcome> {
    if (record.isTooLong) {
      yield rejectTooLong(record, limits);
      return;
    }
    const text = decodeRecord(record.bytes, `${what} ${record.line}`);
    if (text.trim() === "") return;
    if (format === "csv" && header === null) {
      header = readCsvHeader(text);
      return;
    }
    const toObject = () =>
      header === null ? parseJson(text, limits.nestingMax) : csvRowToObject(text, header);
    yield readOutcome(toObject, { line: record.line, excerpt: toExcerpt(text) }, limits);
  };
}

function readOutcome(
  toObject: () => unknown,
  place: { readonly line: number; readonly excerpt: string },
  limits: ImportLimits,
): RowOutcome {
  try {
    return { ...place, ...shapeRow(toObject(), limits) };
  } catch (error) {
    if (error instanceof RejectedRow) return { ...place, reason: error.message };
    throw error;
  }
}

function rejectTooLong(record: RawRecord, limits: ImportLimits): RowOutcome {
  const megabytes = (limits.recordBytesMax / 1024 ** 2).toFixed(0);
  return {
    line: record.line,
    reason: `This row is longer than ${megabytes} MB, which is the most that one row may hold.`,
    excerpt: toExcerpt(decodeLeniently(record.bytes)),
  };
}

/** The beginning of a record, without what the database cannot store. */
function toExcerpt(text: string): string {
  return text
    .trimStart()
    .slice(0, excerptCharacters)
    .replaceAll(/\0|\p{Surrogate}/gu, "\uFFFD");
}
