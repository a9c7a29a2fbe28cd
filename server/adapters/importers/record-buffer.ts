/** One record as it was cut out of the file. */
export type RawRecord = {
  /** Where it begins: line of the file, or index of the element of a JSON array, from 1. */
  readonly line: number;
  /** The record, or only its beginning when it is too long. */
  readonly bytes: Uint8Array;
  readonly isTooLong: boolean;
};

/** Cuts a stream of bytes into records; synchronous, so that any chunking gives the same records. */
export type RecordSplitter = {
  push(chunk: Uint8Array): RawRecord[];
  finish(): RawRecord[];
};

const beginningBytes = 1024;

/** Gathers the bytes of one record across chunks and lets go of them once there are too many. */
export function createRecordBuffer(bytesMax: number) {
  let parts: Uint8Array[] = [];
  let length = 0;

  function append(part: Uint8Array): void {
    if (length <= bytesMax) parts.push(part);
    length += part.length;
    if (length > bytesMax && parts.length > 0) parts = [beginningOf(parts)];
  }

  function take(line: number): RawRecord {
    const record = { line, bytes: joinParts(parts), isTooLong: length > bytesMax };
    parts = [];
    length = 0;
    return record;
  }

  return { append, take, isEmpty: () => length === 0 };
}

/** A copy, because a view of the whole would keep the whole in memory. */
function beginningOf(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(joinParts(parts).subarray(0, beginningBytes));
}

function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}
