import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { messageRoles } from "#server/contracts/vocabulary.ts";

/** The compared models of the demo project. The names are invented; no such checkpoints exist. */
export const demoModels = [
  "brindle-13b",
  "marlow-chat-2",
  "tarnhelm-large",
  "wrenfield-mini-3",
] as const;

const demoMessage = z.strictObject({
  role: z.enum(messageRoles),
  content: z.string().trim().min(1),
});

const demoResponse = z.strictObject({
  model: z.enum(demoModels),
  text: z.string().trim().min(1),
  /**
   * How good the response is for its prompt, comparable only within the prompt. Simulated
   * annotators judge by it; it must never reach the database, where it would leak the answer.
   */
  utility: z.number().min(0).max(1),
});

const demoPrompt = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)+$/),
  category: z.string().regex(/^[a-z]+$/),
  language: z.string().regex(/^[a-z]{2}$/),
  messages: z.array(demoMessage).min(1).refine(takesTurns, {
    error: "messages must be an optional system turn, then user and assistant in turn, user last",
  }),
  responses: z.array(demoResponse).min(3).max(demoModels.length),
});

export type DemoPrompt = z.infer<typeof demoPrompt>;

/**
 * Reads every prompt of the demo project, one JSON Lines file per task family, in a fixed order.
 *
 * @throws Error naming the file, and the line where a row is not valid.
 */
export function readDemoContent(folder = new URL("./", import.meta.url)): DemoPrompt[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  return files.sort().flatMap((name) => readFamily(new URL(name, folder), name));
}

function readFamily(file: URL, name: string): DemoPrompt[] {
  const lines = readUtf8(file, name).split("\n");
  return lines.flatMap((line, index) =>
    line === "" ? [] : [parsePrompt(line, `${name}, line ${index + 1}`)],
  );
}

function readUtf8(file: URL, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    throw new Error(`Demo content in ${name} cannot be read as UTF-8: ${cause}`, { cause });
  }
}

function parsePrompt(line: string, place: string): DemoPrompt {
  try {
    return demoPrompt.parse(JSON.parse(line));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new Error(`Demo content is not valid at ${place}: ${reason}`, { cause });
  }
}

function takesTurns(messages: readonly z.infer<typeof demoMessage>[]): boolean {
  const turns = messages[0]?.role === "system" ? messages.slice(1) : messages;
  const alternates = turns.every(
    (turn, index) => turn.role === (index % 2 === 0 ? "user" : "assistant"),
  );
  return alternates && turns.at(-1)?.role === "user";
}
