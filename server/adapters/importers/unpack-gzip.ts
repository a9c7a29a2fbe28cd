import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Invalid } from "#server/errors.ts";
import type { ImportLimits } from "./import-limits.ts";

/** Unpacks gzip while watching how much comes out for what went in. */
export async function* unpackGzip(
  source: AsyncIterable<Uint8Array>,
  limits: ImportLimits,
): AsyncGenerator<Uint8Array> {
  let packedBytes = 0;
  let unpackedBytes = 0;
  const unpacked = createGunzip({ chunkSize: 64 * 1024 });
  const feeding = pipeline(
    Readable.from(counted(source, (bytes) => (packedBytes += bytes))),
    unpacked,
  );
  // Its failure also ends the loop below, which reports it.
  feeding.catch(() => {});
  try {
    for await (const chunk of unpacked) {
      unpackedBytes += chunk.length;
      refuseBomb({ packedBytes, unpackedBytes }, limits);
      yield chunk;
    }
  } catch (error) {
    throw toSentence(error);
  }
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    count(chunk.length);
    yield chunk;
  }
}

function refuseBomb(
  size: { readonly packedBytes: number; readonly unpackedBytes: number },
  limits: ImportLimits,
): void {
  if (size.unpackedBytes > limits.unpackedBytesMax) {
    throw new Invalid(
      `The file unpacks to more than ${toMegabytes(limits.unpackedBytesMax)} MB, which is the most that is read. Import it in parts.`,
    );
  }
  const isFree = size.unpackedBytes <= limits.unpackFreeBytes;
  if (!isFree && size.unpackedBytes > size.packedBytes * limits.unpackRatioMax) {
    throw new Invalid(
      `The file unpacks to more than ${limits.unpackRatioMax} times its size. That is how a compression bomb behaves, so it was not read further.`,
    );
  }
}

function toMegabytes(bytes: number): number {
  return Math.max(1, Math.round(bytes / 1024 ** 2));
}

function toSentence(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "Z_BUF_ERROR") return new Invalid("The gzip file is cut off: its end is missing.");
  if (code === "Z_DATA_ERROR") {
    return new Invalid("The gzip file is damaged: it cannot be unpacked past a certain point.");
  }
  return error;
}
