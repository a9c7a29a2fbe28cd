import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { type DemoPrompt, demoModels, readDemoContent } from "./demo-content.ts";

const prompts = readDemoContent();
const completions = prompts.flatMap((prompt) =>
  prompt.responses.map((response) => ({ prompt: prompt.id, ...response })),
);

describe("breadth", () => {
  test("there are at least 40 prompts in at least 8 task families of similar size", () => {
    expect(prompts.length).toBeGreaterThanOrEqual(40);
    const families = Object.values(countBy(prompts, (prompt) => prompt.category));
    expect(families.length).toBeGreaterThanOrEqual(8);
    expect(Math.min(...families)).toBeGreaterThanOrEqual(3);
  });

  test("a prompt has its own id, which begins with its task family", () => {
    expect(new Set(prompts.map((prompt) => prompt.id)).size).toBe(prompts.length);
    for (const prompt of prompts) expect(prompt.id.split("-")[0]).toBe(prompt.category);
  });

  test("some prompts are conversations and some carry a system prompt", () => {
    expect(prompts.filter(isConversation).length).toBeGreaterThanOrEqual(4);
    expect(prompts.filter(hasSystemPrompt).length).toBeGreaterThanOrEqual(3);
  });

  test("at least four prompts are not in English, one of them written right to left", () => {
    const foreign = prompts.filter((prompt) => prompt.language !== "en");
    expect(foreign.length).toBeGreaterThanOrEqual(4);
    const arabic = foreign.filter((prompt) => prompt.language === "ar");
    expect(arabic.length).toBeGreaterThanOrEqual(1);
    for (const prompt of arabic) {
      expect(prompt.messages.at(-1)?.content).toMatch(/\p{Script=Arabic}/u);
    }
  });
});

describe("models", () => {
  test("all four models take part, and each at most once in a prompt", () => {
    expect(new Set(completions.map((completion) => completion.model))).toEqual(new Set(demoModels));
    for (const prompt of prompts) {
      const models = prompt.responses.map((response) => response.model);
      expect(new Set(models).size, prompt.id).toBe(models.length);
    }
  });

  test("no model is named after a real family of language models", () => {
    const real =
      /gpt|claude|gemini|gemma|llama|mi[sx]tral|qwen|deepseek|phi|falcon|command|grok|yi-|vicuna|alpaca|palm|bard|olmo|zephyr|nova|granite|nemo|heron/;
    for (const model of demoModels) expect(model).not.toMatch(real);
  });

  test("the models differ on average, so that a leaderboard has an order to find", () => {
    const means = demoModels.map((model) =>
      mean(completions.filter((each) => each.model === model).map((each) => each.utility)),
    );
    const ordered = means.toSorted((a, b) => a - b);
    for (const [index, value] of ordered.slice(1).entries()) {
      expect(value - (ordered[index] ?? 0)).toBeGreaterThan(0.02);
    }
    expect((ordered.at(-1) ?? 0) - (ordered[0] ?? 0)).toBeGreaterThan(0.2);
  });

  test("every model is best somewhere and worst somewhere", () => {
    const byUtility = prompts.map((prompt) =>
      prompt.responses.toSorted((a, b) => a.utility - b.utility).map((each) => each.model),
    );
    expect(new Set(byUtility.map((models) => models.at(-1)))).toEqual(new Set(demoModels));
    expect(new Set(byUtility.map((models) => models[0]))).toEqual(new Set(demoModels));
  });
});

describe("utility", () => {
  test("the best and the worst completion of a prompt differ by a quarter or more in most prompts", () => {
    const wide = prompts.filter((prompt) => {
      const values = prompt.responses.map((response) => response.utility);
      return Math.max(...values) - Math.min(...values) >= 0.25;
    });
    expect(wide.length).toBeGreaterThanOrEqual(0.8 * prompts.length);
  });

  test("some pairs are genuinely close, and none is exactly equal", () => {
    const gaps = pairsOf(prompts).map(([a, b]) => Math.abs(a.utility - b.utility));
    expect(gaps.filter((gap) => gap <= 0.08).length).toBeGreaterThanOrEqual(10);
    expect(Math.min(...gaps)).toBeGreaterThan(0);
  });

  test("neither the longer nor the shorter completion is better as a rule", () => {
    const lengths = completions.map((completion) => completion.text.length);
    const utilities = completions.map((completion) => completion.utility);
    expect(Math.abs(correlation(lengths, utilities))).toBeLessThan(0.5);

    const pairs = pairsOf(prompts);
    const longerWins = pairs.filter(
      ([a, b]) => a.utility > b.utility === a.text.length > b.text.length,
    );
    expect(Math.abs(longerWins.length / pairs.length - 0.5)).toBeLessThan(0.15);
  });
});

describe("texts", () => {
  test("no prompt and no completion occurs twice", () => {
    expect(new Set(completions.map((each) => each.text.toLowerCase())).size).toBe(
      completions.length,
    );
    const conversations = prompts.map((prompt) => JSON.stringify(prompt.messages));
    expect(new Set(conversations).size).toBe(prompts.length);
  });

  test("no two completions of one prompt are nearly the same", () => {
    for (const [a, b] of pairsOf(prompts)) {
      expect(overlap(wordRuns(a.text, 3), wordRuns(b.text, 3)), a.text).toBeLessThan(0.75);
    }
  });

  test("completions of different prompts share no run of eight words", () => {
    const owner = new Map<string, string>();
    for (const { prompt, text } of completions) {
      for (const run of wordRuns(text, 8)) {
        expect(owner.get(run) ?? prompt, run).toBe(prompt);
        owner.set(run, prompt);
      }
    }
  });

  test("lengths run from one sentence to a page, and Markdown is used where it helps", () => {
    const lengths = completions.map((each) => each.text.split(/\s+/).length);
    expect(Math.min(...lengths)).toBeLessThan(15);
    expect(Math.max(...lengths)).toBeGreaterThan(220);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(360);
    for (const mark of [/^\|.*\|$/m, /^```/m, /^- /m, /^1\. /m, /\*\*\S/]) {
      expect(completions.filter((each) => mark.test(each.text)).length).toBeGreaterThan(5);
    }
  });
});

describe("reading", () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  test.each([
    ["a cut-off line", '{"id": "a-b"'],
    [
      "an unknown model",
      rowWith({ responses: responsesOf("brindle-13b", "marlow-chat-2", "who") }),
    ],
    ["two completions only", rowWith({ responses: responsesOf("brindle-13b", "marlow-chat-2") })],
    ["a conversation that ends with the assistant", rowWith({ messages: endsWithAssistant() })],
  ])("%s is refused with its file and line", (_, line) => {
    const folder = folderWith(`${rowWith({})}\n${line}\n`);
    expect(() => readDemoContent(folder)).toThrow(/a\.jsonl, line 2/);
  });

  test("a file in another encoding is refused by name", () => {
    const folder = folderWith(
      Buffer.from(rowWith({}).replace("Why", "Pourquoi donc, é"), "latin1"),
    );
    expect(() => readDemoContent(folder)).toThrow(/a\.jsonl cannot be read as UTF-8/);
  });

  function folderWith(content: string | Buffer): URL {
    const folder = mkdtempSync(join(tmpdir(), "demo-content-"));
    folders.push(folder);
    writeFileSync(join(folder, "a.jsonl"), content);
    return pathToFileURL(`${folder}/`);
  }
});

function rowWith(changes: Record<string, unknown>): string {
  return JSON.stringify({
    id: "explain-tides",
    category: "explain",
    language: "en",
    messages: [{ role: "user", content: "Why are there tides?" }],
    responses: responsesOf("brindle-13b", "marlow-chat-2", "tarnhelm-large"),
    ...changes,
  });
}

function responsesOf(...models: readonly string[]) {
  return models.map((model) => ({ model, text: `The Moon, says ${model}.`, utility: 0.5 }));
}

function endsWithAssistant() {
  return [
    { role: "user", content: "Why are there tides?" },
    { role: "assistant", content: "Because of the Moon." },
  ];
}

function isConversation(prompt: DemoPrompt): boolean {
  return prompt.messages.some((message) => message.role === "assistant");
}

function hasSystemPrompt(prompt: DemoPrompt): boolean {
  return prompt.messages[0]?.role === "system";
}

function pairsOf(from: readonly DemoPrompt[]) {
  return from.flatMap(({ responses }) =>
    responses.flatMap((a, index) => responses.slice(index + 1).map((b) => [a, b] as const)),
  );
}

function countBy<Row>(rows: readonly Row[], key: (row: Row) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[key(row)] = (counts[key(row)] ?? 0) + 1;
  return counts;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [mean(x), mean(y)];
  const deviations = x.map((value, index) => [value - meanX, (y[index] ?? 0) - meanY] as const);
  const covariance = mean(deviations.map(([a, b]) => a * b));
  const spreadX = Math.sqrt(mean(deviations.map(([a]) => a * a)));
  const spreadY = Math.sqrt(mean(deviations.map(([, b]) => b * b)));
  return covariance / (spreadX * spreadY);
}

function wordRuns(text: string, length: number): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const starts = words.slice(0, Math.max(0, words.length - length + 1));
  return new Set(starts.map((_, index) => words.slice(index, index + length).join(" ")));
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((run) => b.has(run)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}
