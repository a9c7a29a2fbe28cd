import { Invalid } from "#server/errors.ts";
import { isCsvHeader } from "./csv-header.ts";
import { decodeLeniently } from "./decode-utf8.ts";

export type ContentFormat = "gzip" | "jsonl" | "json-array" | "json-document" | "csv";

/** How much of the beginning is looked at. */
export const sniffedBytes = 64 * 1024;

const foreignSignatures: readonly (readonly [bytes: string, what: string])[] = [
  ["PK\x03\x04", "a ZIP archive (or an Excel or Word file); unpack it first"],
  ["PAR1", "a Parquet file; export it as JSONL first"],
  ["ARROW1", "an Arrow file; export it as JSONL first"],
  ["%PDF-", "a PDF"],
  ["\x28\xb5\x2f\xfd", "a Zstandard archive; unpack it or pack it with gzip"],
  ["BZh", "a bzip2 archive; unpack it or pack it with gzip"],
  ["\xfd7zXZ", "an xz archive; unpack it or pack it with gzip"],
  ["7z\xbc\xaf", "a 7-Zip archive; unpack it first"],
  ["SQLite format 3", "an SQLite database"],
  ["\x89PNG", "a picture"],
  ["\xff\xd8\xff", "a picture"],
  ["\x7fELF", "a program"],
  ["MZ", "a program"],
];

/**
 * What a file is by its first bytes; its name is not asked.
 * @throws Invalid, saying what it looks like, when it is nothing that can be imported
 */
export function sniffContent(start: Uint8Array): ContentFormat {
  if (start.length === 0) throw new Invalid("The file is empty.");
  if (start[0] === 0x1f && start[1] === 0x8b) return "gzip";
  refuseForeign(start);
  refuseOtherEncoding(start);
  const text = decodeLeniently(start).trimStart();
  if (text === "") throw new Invalid("The file holds nothing but blank lines.");
  if (text.startsWith("[")) return "json-array";
  if (text.startsWith("{")) return isOpenLine(text) ? "json-document" : "jsonl";
  if (isCsvHeader(firstLineOf(text))) return "csv";
  if (text.split("\n").some((line) => line.trimStart().startsWith("{"))) return "jsonl";
  throw new Invalid(unknownFormat(text));
}

function refuseForeign(start: Uint8Array): void {
  const beginning = String.fromCharCode(...start.subarray(0, 16));
  const known = foreignSignatures.find(([signature]) => beginning.startsWith(signature));
  const what = known?.[1] ?? (isTar(start) ? "a tar archive; unpack it first" : undefined);
  if (what !== undefined) throw new Invalid(`This looks like ${what}.`);
}

function isTar(start: Uint8Array): boolean {
  return String.fromCharCode(...start.subarray(257, 262)) === "ustar";
}

function refuseOtherEncoding(start: Uint8Array): void {
  const zeros = { even: countZeros(start, 0), odd: countZeros(start, 1) };
  const hasWideMark =
    (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
  const looksWide = Math.max(zeros.even, zeros.odd) > start.length / 8;
  if (hasWideMark || looksWide) {
    throw new Invalid("The file looks like UTF-16. Save it as UTF-8 and import it again.");
  }
  const controls = start.filter((value) => value < 0x20 && !isTextControl(value)).length;
  if (controls > start.length / 50) {
    throw new Invalid("This looks like a binary file, not text.");
  }
}

function countZeros(start: Uint8Array, parity: 0 | 1): number {
  return start.filter((value, index) => value === 0 && index % 2 === parity).length;
}

/** Tab, line feed, form feed and carriage return occur in text. */
function isTextControl(value: number): boolean {
  return value === 0x09 || value === 0x0a || value === 0x0c || value === 0x0d;
}

/** A line of JSONL is whole; a first line that ends in the middle begins a JSON document. */
function isOpenLine(text: string): boolean {
  const line = firstLineOf(text);
  return line.length < text.length && /[{[,:]$/.test(line.trimEnd());
}

function firstLineOf(text: string): string {
  const end = text.indexOf("\n");
  return end === -1 ? text : text.slice(0, end);
}

function unknownFormat(text: string): string {
  const beginning = firstLineOf(text).trim().slice(0, 60);
  return `This is neither JSONL, JSON nor CSV with a known header: it begins with “${beginning}”.`;
}
