import { ScoreServiceFault } from "#server/errors.ts";

/** A text read as it comes, up to a size: what is more than that never reaches memory. */
export async function readLimited(
  body: AsyncIterable<Uint8Array>,
  bytesMax: number,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop destroys the stream, and with it the connection.
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) {
      throw new ScoreServiceFault(
        "too_large",
        `The score service answered with more than ${describeBytes(bytesMax)}; smaller batches may help.`,
      );
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function describeBytes(bytes: number): string {
  const mebibyte = 1_024 * 1_024;
  return bytes < mebibyte ? `${bytes} bytes` : `${Math.floor(bytes / mebibyte)} MiB`;
}
