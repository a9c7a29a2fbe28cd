import { Invalid } from "#server/errors.ts";
import { createRecordBuffer, type RawRecord, type RecordSplitter } from "./record-buffer.ts";

const byte = {
  quote: 0x22,
  comma: 0x2c,
  backslash: 0x5c,
  arrayOpen: 0x5b,
  arrayClose: 0x5d,
  objectOpen: 0x7b,
  objectClose: 0x7d,
} as const;

type Position = "before" | "between" | "inside" | "after";

/**
 * Cuts a JSON array into its elements, or a JSON document into its top-level values, without
 * building any of them: one that is malformed or too long costs itself and not the file. Depth is
 * counted and not matched; what is inside an element is judged when the element is parsed.
 */
export function createJsonSplitter(
  recordBytesMax: number,
  container: "array" | "document",
): RecordSplitter {
  const buffer = createRecordBuffer(recordBytesMax);
  let position: Position = container === "array" ? "before" : "between";
  let index = 1;
  let depth = 0;
  let isInString = false;
  let isEscaped = false;

  /** Follows one byte of an element; true when the element is over, that byte included. */
  function endsElement(value: number): boolean {
    if (isInString) {
      if (isEscaped) isEscaped = false;
      else if (value === byte.backslash) isEscaped = true;
      else if (value === byte.quote) isInString = false;
      return false;
    }
    if (value === byte.quote) isInString = true;
    else if (value === byte.objectOpen || value === byte.arrayOpen) depth += 1;
    else if (value === byte.objectClose || value === byte.arrayClose) {
      depth -= 1;
      return depth === 0 && container === "document";
    }
    return false;
  }

  /** An element of an array ends before the comma or bracket that belongs to the array. */
  function endsBefore(value: number): boolean {
    if (isInString || container === "document") return false;
    return (value === byte.comma && depth === 0) || (value === byte.arrayClose && depth === 0);
  }

  function take(): RawRecord {
    const record = buffer.take(index);
    index += 1;
    depth = 0;
    return record;
  }

  function push(chunk: Uint8Array): RawRecord[] {
    const records: RawRecord[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const value = chunk[at] ?? 0;
      if (position !== "inside") {
        position = nextPosition(position, value, index);
        if (position !== "inside") continue;
        start = at;
      }
      if (endsBefore(value)) {
        buffer.append(chunk.subarray(start, at));
        records.push(take());
        position = value === byte.comma ? "between" : "after";
      } else if (endsElement(value)) {
        buffer.append(chunk.subarray(start, at + 1));
        records.push(take());
        position = "between";
      }
    }
    if (position === "inside") buffer.append(chunk.subarray(start));
    return records;
  }

  function finish(): RawRecord[] {
    const isWhole = position === (container === "array" ? "after" : "between");
    if (isWhole) return [];
    throw new Invalid(`The JSON is cut off: it ends inside row ${index}.`);
  }

  return { push, finish };
}

function nextPosition(position: Position, value: number, index: number): Position {
  if (isSpace(value)) return position;
  if (position === "after") {
    throw new Invalid(
      `There is more text after the end of the JSON array, behind row ${index - 1}.`,
    );
  }
  if (position === "before") return "between";
  return value === byte.arrayClose ? "after" : "inside";
}

function isSpace(value: number): boolean {
  return value === 0x20 || value === 0x0a || value === 0x0d || value === 0x09;
}
