import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Message } from "#server/contracts/message.ts";
import { logit } from "#server/core/numerics/logistic.ts";
import { type FeatureMatrix, stackRows } from "#server/core/reward/feature-matrix.ts";
import { extractProfiled, textGroups } from "#server/core/reward/features.ts";
import { profilePrompt } from "#server/core/reward/prompt-profile.ts";
import type { FeatureGroup } from "#server/core/reward/reward-model.ts";

export type DataSetName = "alpaca-eval" | "hh-harmless";

/** Completions with features, and the pairs among them whose better side is known. */
export type DataSet = {
  readonly name: DataSetName;
  readonly prompts: number;
  readonly features: FeatureMatrix;
  readonly groups: readonly FeatureGroup[];
  /** Leading columns that an encoder gave. */
  readonly outsideWidth: number;
  /** Prompt, first and second completion of each pair. */
  readonly prompt: Uint32Array;
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** Positive when the first is better; never zero. Only its sign means anything. */
  readonly margin: Float64Array;
  /** Margin in logits under a Bradley–Terry judge, for stochastic judgments. */
  readonly judgeMargin: Float64Array;
};

/** A conversation and what may answer it. */
export type Completions = {
  readonly messages: readonly Message[];
  readonly texts: readonly string[];
};

/** The texts of a data set, prompt by prompt, in the order of its rows. */
export function readCompletions(name: DataSetName, folder: string): readonly Completions[] {
  return name === "alpaca-eval" ? readAlpaca(folder) : readHarmless(folder);
}

/** AlpacaEval outputs: all pairs of responses of a prompt whose utilities differ. */
export function loadAlpacaEval(folder: string): DataSet {
  const prompts = readAlpaca(folder);
  const pairs: number[][] = [];
  let row = 0;
  for (const [prompt, { utilities }] of prompts.entries()) {
    for (let i = 0; i < utilities.length; i++) {
      for (let j = i + 1; j < utilities.length; j++) {
        const margin = utilities[i] - utilities[j];
        if (margin === 0) continue;
        const judgeMargin = strengthOf(utilities[i]) - strengthOf(utilities[j]);
        pairs.push([prompt, row + i, row + j, margin, judgeMargin]);
      }
    }
    row += utilities.length;
  }
  return assemble("alpaca-eval", prompts, pairs);
}

/**
 * A utility is the probability of being preferred to one fixed baseline, so under Bradley–Terry its
 * logit is the strength. Judges that draw from it agree with the utilities on 80 % of pairs.
 */
function strengthOf(utility: number): number {
  return logit(Math.min(1 - 1e-4, Math.max(1e-4, utility)));
}

/** The raw texts of AlpacaEval, for timing. */
export function readAlpacaPrompts(
  folder: string,
): readonly { prompt: string; texts: readonly string[] }[] {
  return readAlpaca(folder).map(({ messages, texts }) => ({ prompt: messages[0].content, texts }));
}

/** Human choices between two closing turns of one conversation. */
export function loadHarmless(folder: string): DataSet {
  const rows = readHarmless(folder);
  // Chosen and rejected change sides by parity, so that the position says nothing.
  const pairs = rows.map((_, prompt) =>
    prompt % 2 === 0
      ? [prompt, 2 * prompt, 2 * prompt + 1, 1, 1]
      : [prompt, 2 * prompt + 1, 2 * prompt, -1, -1],
  );
  return assemble("hh-harmless", rows, pairs);
}

function readAlpaca(folder: string) {
  return readLines(join(folder, "alpaca-eval.jsonl.gz")).map(parseAlpaca);
}

function readHarmless(folder: string) {
  return readLines(join(folder, "hh-harmless.jsonl.gz")).flatMap(parseHarmless);
}

function assemble(
  name: DataSetName,
  prompts: readonly Completions[],
  pairs: readonly (readonly number[])[],
): DataSet {
  const rows = prompts.flatMap(({ messages, texts }) => {
    const profile = profilePrompt(messages);
    return texts.map((text) => extractProfiled(profile, text));
  });
  return {
    name,
    prompts: prompts.length,
    features: stackRows(rows),
    groups: textGroups,
    outsideWidth: 0,
    prompt: Uint32Array.from(pairs, (pair) => pair[0]),
    first: Uint32Array.from(pairs, (pair) => pair[1]),
    second: Uint32Array.from(pairs, (pair) => pair[2]),
    margin: Float64Array.from(pairs, (pair) => pair[3]),
    judgeMargin: Float64Array.from(pairs, (pair) => pair[4]),
  };
}

function readLines(path: string): readonly string[] {
  return gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");
}

function parseAlpaca(line: string): Completions & { utilities: readonly number[] } {
  const row: { prompt: string; responses: { text: string; utility: number }[] } = JSON.parse(line);
  return {
    messages: [{ role: "user", content: row.prompt }],
    texts: row.responses.map((response) => response.text),
    utilities: row.responses.map((response) => response.utility),
  };
}

function parseHarmless(line: string): Completions[] {
  const row: { chosen: string; rejected: string } = JSON.parse(line);
  const chosen = parseTranscript(row.chosen);
  const rejected = parseTranscript(row.rejected);
  if (chosen === null || rejected === null || chosen.last === rejected.last) return [];
  return [{ messages: chosen.messages, texts: [chosen.last, rejected.last] }];
}

function parseTranscript(transcript: string): { messages: Message[]; last: string } | null {
  const turns = transcript.split(/\n\n(?=Human: |Assistant: ?)/u).filter((turn) => turn !== "");
  const messages = turns.map((turn): Message => {
    const role = turn.trimStart().startsWith("Human:") ? "user" : "assistant";
    return { role, content: turn.trimStart().replace(/^(?:Human|Assistant): ?/u, "") };
  });
  const last = messages.pop();
  return last === undefined || last.role !== "assistant" ? null : { messages, last: last.content };
}
