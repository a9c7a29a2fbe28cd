import type { Message } from "#server/contracts/message.ts";
import { isBlank } from "#server/core/reward/blank-text.ts";
import type { ImportedCompletion } from "./import-row.ts";
import { RejectedRow } from "./rejected-row.ts";
import {
  type Conversation,
  normaliseMessages,
  toConversation,
  withSystem,
} from "./shape-conversation.ts";
import type { RowInput } from "./shape-row.ts";
import { isTranscript, splitTranscript } from "./split-transcript.ts";

type Answer = NonNullable<RowInput["chosen"]>;
type Sides<T> = { readonly chosen: T; readonly rejected: T };
type Preference = {
  readonly messages: Conversation;
  readonly completions: readonly ImportedCompletion[];
};

/** The names under which the two sides of a ready-made pair are stored. */
export const preferenceModels = { chosen: "chosen", rejected: "rejected" } as const;

/** A ready-made pair: two answers to a prompt, two transcripts, or two whole conversations. */
export function shapePreference(input: RowInput, sides: Sides<Answer>): Preference {
  const { messages, chosen, rejected } = readSides(input, sides);
  for (const [name, text] of Object.entries({ chosen, rejected })) {
    if (isBlank(text)) throw new RejectedRow(`The ${name} answer is empty.`);
  }
  const completions = [
    { model: preferenceModels.chosen, text: chosen, generation: null },
    { model: preferenceModels.rejected, text: rejected, generation: null },
  ];
  return { messages, completions };
}

function readSides(
  input: RowInput,
  sides: Sides<Answer>,
): Sides<string> & { messages: Conversation } {
  const { chosen, rejected } = sides;
  if (typeof chosen === "string" && typeof rejected === "string") {
    const hasPrompt = isGiven(input.prompt) || isGiven(input.messages);
    if (hasPrompt) return { messages: toConversation(input), chosen, rejected };
    if (isTranscript(chosen) && isTranscript(rejected)) {
      return splitAtDivergence(
        { chosen: turnsOf(chosen), rejected: turnsOf(rejected) },
        input.system,
      );
    }
    throw new RejectedRow(
      "There is no prompt, and chosen and rejected are not transcripts with Human and Assistant turns.",
    );
  }
  if (typeof chosen === "string" || typeof rejected === "string") {
    throw new RejectedRow("chosen and rejected must be of one kind: both text, or both messages.");
  }
  const conversations = {
    chosen: normaliseMessages(chosen),
    rejected: normaliseMessages(rejected),
  };
  if (!isAnswer(conversations.chosen) || !isAnswer(conversations.rejected)) {
    return splitAtDivergence(conversations, input.system);
  }
  const messages = toConversation(input);
  return {
    messages,
    chosen: textOf(conversations.chosen),
    rejected: textOf(conversations.rejected),
  };
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function isAnswer(conversation: Conversation): boolean {
  return conversation.length === 1 && conversation[0]?.role === "assistant";
}

function textOf(answer: Conversation): string {
  return answer[0]?.content ?? "";
}

function turnsOf(transcript: string): Conversation {
  const { turns, answer } = splitTranscript(transcript);
  return [...turns, { role: "assistant", content: answer }];
}

/** Both sides share a conversation and then answer it once each. */
function splitAtDivergence(sides: Sides<Conversation>, system: string | null | undefined) {
  const { chosen, rejected } = sides;
  const shared = chosen.slice(0, -1);
  const isOneQuestion =
    chosen.length === rejected.length &&
    shared.every((message, index) => isSame(message, rejected[index]));
  if (!isOneQuestion) {
    throw new RejectedRow("chosen and rejected differ before the last answer.");
  }
  const [chosenAnswer, rejectedAnswer] = [chosen.at(-1), rejected.at(-1)];
  if (chosenAnswer?.role !== "assistant" || rejectedAnswer?.role !== "assistant") {
    throw new RejectedRow("chosen and rejected must each end with an assistant turn.");
  }
  if (shared.at(-1)?.role !== "user") {
    throw new RejectedRow("The answer must follow a user turn.");
  }
  return {
    messages: withSystem(shared, system),
    chosen: chosenAnswer.content,
    rejected: rejectedAnswer.content,
  };
}

function isSame(message: Message, other: Message | undefined): boolean {
  return message.role === other?.role && message.content === other.content;
}
