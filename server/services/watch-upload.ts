import { Invalid } from "#server/errors.ts";

/** An upload that sends nothing for so long is given up, because it holds a transaction open. */
const stalledMs = 60_000;

/**
 * Passes an upload on while counting it.
 * @throws Invalid when it stalls, or ends before as many bytes as were announced
 */
export async function* watchUpload(
  source: AsyncIterable<Uint8Array>,
  params: {
    readonly bytesTotal: number | null;
    readonly onBytes: (bytes: number) => Promise<void>;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  let received = 0;
  try {
    for (;;) {
      const next = await withinTime(iterator.next(), params.signal);
      if (next.done) break;
      received += next.value.length;
      await params.onBytes(next.value.length);
      yield next.value;
    }
  } finally {
    // What is left of the upload is not wanted; waiting for it here would be waiting for the stall.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
  if (params.bytesTotal !== null && received < params.bytesTotal) {
    throw new Invalid(interrupted);
  }
}

export const interrupted =
  "The upload was interrupted before the whole file had arrived. Nothing was imported.";

async function withinTime<T>(next: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const giveUp = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Invalid("The upload stood still for a minute. Nothing was imported.")),
      stalledMs,
    );
    onAbort = () => reject(new Invalid(interrupted));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([next, giveUp]);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal.removeEventListener("abort", onAbort);
  }
}
