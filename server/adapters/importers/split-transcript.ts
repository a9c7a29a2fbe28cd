import type { Message } from "#server/contracts/message.ts";
import { isBlank } from "#server/core/reward/blank-text.ts";
import { RejectedRow } from "./rejected-row.ts";

const markers = {
  user: /(?:^|\n\n)Human:(?: |(?=\n|$))/g,
  assistant: /\n\nAssistant:(?: |(?=\n|$))/g,
} as const;

/** True for text in the form of Anthropic's HH transcripts: `\n\nHuman: …\n\nAssistant: …`. */
export function isTranscript(text: string): boolean {
  return /^\s*Human:/.test(text) && text.includes("\n\nAssistant:");
}

export type Transcript = {
  readonly turns: readonly Message[];
  /** What follows the last `Assistant:`; empty where the transcript is a prompt. */
  readonly answer: string;
};

/**
 * A speaker's name is a turn only where it alternates: after `Assistant:`, a second `Assistant:`
 * belongs to what the model wrote, and so it stays in the text.
 */
export function splitTranscript(transcript: string): Transcript {
  const turns: Message[] = [];
  const text = transcript.replace(/^\s*(?=Human:)/, "");
  let start = findMarker(text, "user", 0)?.end ?? 0;
  for (let role: "user" | "assistant" = "user"; ; role = role === "user" ? "assistant" : "user") {
    const next = findMarker(text, role === "user" ? "assistant" : "user", start);
    const content = text.slice(start, next?.start);
    if (next === undefined) return closeTranscript(turns, { role, content });
    if (isBlank(content)) throw new RejectedRow(`Turn ${turns.length + 1} is empty.`);
    turns.push({ role, content });
    start = next.end;
  }
}

function closeTranscript(turns: readonly Message[], last: Message): Transcript {
  if (last.role === "assistant") return { turns, answer: last.content };
  throw new RejectedRow("The transcript ends with a Human turn that nobody answered.");
}

function findMarker(text: string, role: "user" | "assistant", from: number) {
  const marker = new RegExp(markers[role]);
  marker.lastIndex = from;
  const found = marker.exec(text);
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length };
}
