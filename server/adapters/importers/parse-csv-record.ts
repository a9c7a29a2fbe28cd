import { RejectedRow } from "./rejected-row.ts";

/** The fields of one CSV record (RFC 4180), its line break already removed. */
export function parseCsvRecord(record: string, delimiter: string): string[] {
  const text = record.endsWith("\r") ? record.slice(0, -1) : record;
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const field = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at, delimiter);
    fields.push(field.value);
    if (field.end >= text.length) return fields;
    if (text[field.end] !== delimiter) {
      throw new RejectedRow(`Field ${fields.length} has text after its closing quotation mark.`);
    }
    at = field.end + 1;
  }
}

type Field = { readonly value: string; readonly end: number };

function readPlain(text: string, start: number, delimiter: string): Field {
  const found = text.indexOf(delimiter, start);
  const end = found === -1 ? text.length : found;
  return { value: text.slice(start, end), end };
}

function readQuoted(text: string, start: number): Field {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end === -1) throw new RejectedRow("A quotation mark is never closed.");
  return { value: text.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 };
}
