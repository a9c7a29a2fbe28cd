import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { readDemoContent } from "#db/seed/demo/demo-content.ts";

/** How good each response is, by its text: all that a simulated annotator knows. */
export type KnownUtilities = ReadonlyMap<string, number>;

const row = z.object({
  responses: z.array(z.object({ text: z.string(), utility: z.number() })),
});

export function readDemoUtilities(): KnownUtilities {
  return new Map(
    readDemoContent().flatMap((prompt) =>
      prompt.responses.map((response) => [response.text, response.utility] as const),
    ),
  );
}

/** Reads a JSON Lines file, gzipped or not, whose responses carry a utility. */
export async function readUtilities(file: string): Promise<KnownUtilities> {
  const stream = createReadStream(file);
  const lines = createInterface({
    input: file.endsWith(".gz") ? stream.pipe(createGunzip()) : stream,
  });
  const utilities = new Map<string, number>();
  for await (const line of lines) {
    if (line.trim() === "") continue;
    for (const { text, utility } of row.parse(JSON.parse(line)).responses) {
      utilities.set(text, utility);
    }
  }
  return utilities;
}
