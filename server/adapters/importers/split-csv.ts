import { Invalid } from "#server/errors.ts";
import { createRecordBuffer, type RawRecord, type RecordSplitter } from "./record-buffer.ts";

const newline = 0x0a;
const quote = 0x22;

/** Where in a record the next byte falls; a quote opens a quoted field only at the field's start. */
type Place = "field-start" | "plain" | "quoted" | "quote-in-quoted";

/** Cuts CSV into records: at each newline that is not inside a quoted field. */
export function createCsvSplitter(recordBytesMax: number, delimiter: string): RecordSplitter {
  const buffer = createRecordBuffer(recordBytesMax);
  const delimiterByte = delimiter.charCodeAt(0);
  let place: Place = "field-start";
  let line = 1;
  let recordLine = 1;

  function push(chunk: Uint8Array): RawRecord[] {
    const records: RawRecord[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const value = chunk[at] ?? 0;
      if (value === newline) line += 1;
      if (value === newline && place !== "quoted") {
        buffer.append(chunk.subarray(start, at));
        records.push(buffer.take(recordLine));
        start = at + 1;
        recordLine = line;
        place = "field-start";
      } else {
        place = nextPlace(place, value, delimiterByte);
      }
    }
    if (start < chunk.length) buffer.append(chunk.subarray(start));
    return records;
  }

  function finish(): RawRecord[] {
    if (place === "quoted") {
      throw new Invalid(
        `The record that begins on line ${recordLine} opens a quotation mark that is never closed.`,
      );
    }
    return buffer.isEmpty() ? [] : [buffer.take(recordLine)];
  }

  return { push, finish };
}

function nextPlace(place: Place, value: number, delimiter: number): Place {
  if (place === "quoted") return value === quote ? "quote-in-quoted" : "quoted";
  if (value === delimiter) return "field-start";
  if (value === quote && place !== "plain") return "quoted";
  return "plain";
}
