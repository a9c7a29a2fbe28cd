import { Invalid } from "#server/errors.ts";
import { parseCsvRecord } from "./parse-csv-record.ts";

const csvDelimiters = [",", ";", "\t"] as const;

export type CsvHeader = {
  readonly delimiter: string;
  readonly columns: readonly string[];
  /** Suffixes of the response columns in the order of the file: `a`, `b` or `1`, `2`, … */
  readonly responseSuffixes: readonly string[];
};

const knownColumns = new Set([
  ...["prompt", "messages", "system", "chosen", "rejected"],
  ...["id", "category", "language", "tags"],
]);
const responseColumn = /^response_([a-z]|\d{1,3})$/;

/** True when a first line reads as the header of a CSV file that holds prompts. */
export function isCsvHeader(line: string): boolean {
  return csvDelimiters.some((delimiter) => countKnown(columnsOf(line, delimiter)) >= 2);
}

/** @throws Invalid when the columns cannot make a row, whatever the rows hold */
export function readCsvHeader(line: string): CsvHeader {
  const delimiter = delimiterOf(line);
  const columns = columnsOf(line, delimiter);
  refuseDoubled(columns);
  const responseSuffixes = columns.flatMap((name) => responseColumn.exec(name)?.[1] ?? []);
  refuseMissingColumns(columns, responseSuffixes);
  return { delimiter, columns, responseSuffixes };
}

export function delimiterOf(line: string): string {
  const counted = csvDelimiters.map((delimiter) => ({
    delimiter,
    known: countKnown(columnsOf(line, delimiter)),
  }));
  return counted.reduce((best, next) => (next.known > best.known ? next : best)).delimiter;
}

/** Columns without a name, which spreadsheets append, may be as many as they like. */
function refuseDoubled(columns: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of columns) {
    if (seen.has(name)) throw new Invalid(`The header names the column “${name}” twice.`);
    if (name !== "") seen.add(name);
  }
}

function refuseMissingColumns(columns: readonly string[], suffixes: readonly string[]): void {
  const hasPair = columns.includes("chosen") && columns.includes("rejected");
  if (!hasPair && suffixes.length < 2) {
    throw new Invalid(
      "The header needs either the columns chosen and rejected, or at least two response columns such as response_a and response_b.",
    );
  }
  const unnamed = hasPair ? undefined : suffixes.find((one) => !columns.includes(`model_${one}`));
  if (unnamed !== undefined) {
    throw new Invalid(
      `The header has response_${unnamed} but no model_${unnamed}, so nobody could say which model wrote it.`,
    );
  }
  if (!columns.includes("prompt") && !columns.includes("messages") && !hasPair) {
    throw new Invalid("The header has no column prompt or messages.");
  }
}

function columnsOf(line: string, delimiter: string): string[] {
  try {
    return parseCsvRecord(line, delimiter).map((name) =>
      name.trim().toLowerCase().replaceAll(/\s+/g, "_"),
    );
  } catch {
    // With the wrong delimiter a quoted name is malformed; that delimiter then knows no column.
    return [];
  }
}

function countKnown(columns: readonly string[]): number {
  return columns.filter((name) => knownColumns.has(name) || responseColumn.test(name)).length;
}
