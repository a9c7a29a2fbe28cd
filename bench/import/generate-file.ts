import { once } from "node:events";
import { createWriteStream } from "node:fs";

const sentence =
  "A tie is settled by asking once more, because the second answer is worth more than the first. ";

/** Writes JSONL of about `bytes` bytes: prompts with four responses of a few thousand characters. */
export async function generateFile(path: string, bytes: number): Promise<number> {
  const file = createWriteStream(path);
  let written = 0;
  let rows = 0;
  while (written < bytes) {
    const line = `${JSON.stringify(rowOf(rows))}\n`;
    written += Buffer.byteLength(line);
    rows += 1;
    if (!file.write(line)) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
  return rows;
}

function rowOf(index: number) {
  const responses = Array.from({ length: 4 }, (_, model) => ({
    model: `model-${model}`,
    text: `${index}/${model}: ${sentence.repeat(8 + ((index + model) % 24))}`,
  }));
  return {
    id: index,
    prompt: `Question ${index}: what settles a tie? — état ${index % 97}`,
    responses,
  };
}
