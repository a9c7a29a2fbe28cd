import { createRecordBuffer, type RawRecord, type RecordSplitter } from "./record-buffer.ts";

const newline = 0x0a;

/** One record a line; a newline byte never occurs inside a UTF-8 character. */
export function createLineSplitter(recordBytesMax: number): RecordSplitter {
  const buffer = createRecordBuffer(recordBytesMax);
  let line = 1;

  function push(chunk: Uint8Array): RawRecord[] {
    const records: RawRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      buffer.append(chunk.subarray(start, end));
      records.push(buffer.take(line));
      line += 1;
      start = end + 1;
    }
    if (start < chunk.length) buffer.append(chunk.subarray(start));
    return records;
  }

  return { push, finish: () => (buffer.isEmpty() ? [] : [buffer.take(line)]) };
}
