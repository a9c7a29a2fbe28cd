import type { CsvHeader } from "./csv-header.ts";
import { parseCsvRecord } from "./parse-csv-record.ts";
import { parseJson } from "./parse-json.ts";
import { RejectedRow } from "./rejected-row.ts";

/** A CSV record as the object that a JSONL line with the same content would hold. */
export function csvRowToObject(record: string, header: CsvHeader): Record<string, unknown> {
  const fields = parseCsvRecord(record, header.delimiter);
  if (fields.length !== header.columns.length) {
    throw new RejectedRow(
      `This record has ${fields.length} fields, but the header has ${header.columns.length}.`,
    );
  }
  const cells = new Map(header.columns.map((name, index) => [name, fields[index] ?? ""]));
  const isPreference = cells.has("chosen") && cells.has("rejected");
  return {
    id: filled(cells, "id"),
    category: filled(cells, "category"),
    language: filled(cells, "language"),
    tags: filled(cells, "tags")
      ?.split(/[;,]/)
      .map((tag) => tag.trim())
      .filter(Boolean),
    system: filled(cells, "system"),
    prompt: filled(cells, "prompt"),
    messages: parseCell(filled(cells, "messages"), "messages"),
    ...(isPreference ? preferenceOf(cells) : { responses: responsesOf(cells, header) }),
  };
}

function preferenceOf(cells: ReadonlyMap<string, string>) {
  return { chosen: cells.get("chosen"), rejected: cells.get("rejected") };
}

/** A response column left empty together with its model is an answer that this row does not have. */
function responsesOf(cells: ReadonlyMap<string, string>, header: CsvHeader) {
  return header.responseSuffixes
    .map((suffix) => ({
      model: cells.get(`model_${suffix}`) ?? "",
      text: cells.get(`response_${suffix}`) ?? "",
    }))
    .filter(({ model, text }) => model !== "" || text !== "");
}

function filled(cells: ReadonlyMap<string, string>, name: string): string | undefined {
  const value = cells.get(name);
  return value === undefined || value.trim() === "" ? undefined : value;
}

function parseCell(text: string | undefined, name: string): unknown {
  if (text === undefined) return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof RejectedRow) throw new RejectedRow(`Column ${name}: ${error.message}`);
    throw error;
  }
}
