import { Invalid } from "#server/errors.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8");

/**
 * A record as text.
 * @throws Invalid for the whole file: an encoding is wrong everywhere or nowhere, and a file read
 * in the wrong one would be stored garbled wherever it happens to decode
 */
export function decodeRecord(bytes: Uint8Array, place: string): string {
  try {
    return strict.decode(bytes);
  } catch {
    const found = bytes.findIndex((value, index) => value >= 0x80 && !isWhole(bytes, index));
    const shown = (bytes[found] ?? 0).toString(16).toUpperCase();
    throw new Invalid(
      `The file is not UTF-8: ${place} holds the byte ${shown} (hexadecimal), which looks like Latin-1 or Windows-1252. Save the file as UTF-8 and import it again.`,
    );
  }
}

/** For excerpts of what may be cut in the middle of a character. */
export function decodeLeniently(bytes: Uint8Array): string {
  return lenient.decode(bytes);
}

/** True when the byte at `index` belongs to a well-formed character, looked for around it. */
function isWhole(bytes: Uint8Array, index: number): boolean {
  for (let start = Math.max(0, index - 3); start <= index; start += 1) {
    for (let end = index + 1; end <= Math.min(bytes.length, start + 4); end += 1) {
      if (isOneCharacter(bytes.subarray(start, end))) return true;
    }
  }
  return false;
}

function isOneCharacter(bytes: Uint8Array): boolean {
  try {
    return [...strict.decode(bytes)].length === 1;
  } catch {
    return false;
  }
}
