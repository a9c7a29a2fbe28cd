import { z } from "zod";
import type { Message } from "#server/contracts/message.ts";
import type { MessageRole } from "#server/contracts/vocabulary.ts";
import { isBlank } from "#server/core/reward/blank-text.ts";
import { RejectedRow } from "./rejected-row.ts";
import { isTranscript, splitTranscript } from "./split-transcript.ts";

const content = z.union([
  z.string(),
  z.array(z.object({ type: z.string(), text: z.string().optional() })),
]);

/** OpenAI's `role` and `content`, or ShareGPT's `from` and `value`. */
const messageInput = z.union(
  [
    z.object({ role: z.string(), content }),
    z
      .object({ from: z.string(), value: content })
      .transform(({ from, value }) => ({ role: from, content: value })),
  ],
  "it must have a role and a content of text",
);
type MessageInput = z.infer<typeof messageInput>;

export const messagesInput = z.array(
  messageInput,
  "it must be a list of messages, each with a role and a content",
);
export const conversationInput = z.union(
  [z.string(), messagesInput],
  "it must be text or a list of messages",
);

export type Conversation = readonly Message[];

type ConversationInput = {
  readonly system?: string | null;
  readonly prompt?: string | readonly MessageInput[] | null;
  readonly messages?: readonly MessageInput[] | null;
};

/** What the responses answer: it ends with a user turn. */
export function toConversation(input: ConversationInput): Conversation {
  const conversation = withSystem(turnsOf(input), input.system);
  const last = conversation.at(-1);
  if (last?.role !== "user") {
    throw new RejectedRow("The conversation must end with a user turn, but it does not.");
  }
  return conversation;
}

export function withSystem(turns: Conversation, system: string | null | undefined): Conversation {
  if (system === null || system === undefined || isBlank(system)) return turns;
  const [first] = turns;
  if (first?.role !== "system") return [{ role: "system", content: system }, ...turns];
  if (first.content === system) return turns;
  throw new RejectedRow(
    "There are two different system prompts: one in system, one in the messages.",
  );
}

export function normaliseMessages(messages: readonly MessageInput[]): Conversation {
  return messages.flatMap((message, index) => {
    const role = normaliseRole(message.role, index);
    const text = joinParts(message.content, index);
    if (!isBlank(text)) return [{ role, content: text }];
    // Many sets carry an empty system prompt where they mean none.
    if (role === "system") return [];
    throw new RejectedRow(`Message ${index + 1} is empty.`);
  });
}

function turnsOf({ prompt, messages }: ConversationInput): Conversation {
  if (messages !== null && messages !== undefined) return normaliseMessages(messages);
  if (prompt === null || prompt === undefined) {
    throw new RejectedRow("The row has neither prompt nor messages.");
  }
  if (typeof prompt !== "string") return normaliseMessages(prompt);
  if (isBlank(prompt)) throw new RejectedRow("The prompt is empty.");
  return isTranscript(prompt) ? splitTranscript(prompt).turns : [{ role: "user", content: prompt }];
}

function normaliseRole(role: string, index: number): MessageRole {
  const known = roleNames.get(role.trim().toLowerCase());
  if (known === undefined) {
    throw new RejectedRow(
      `Message ${index + 1} has the role “${role.slice(0, 40)}”, which is not known.`,
    );
  }
  if (known === "system" && index > 0) {
    throw new RejectedRow(`Message ${index + 1} is a system prompt; it may only come first.`);
  }
  return known;
}

const roleNames: ReadonlyMap<string, MessageRole> = new Map([
  ["system", "system"],
  ["developer", "system"],
  ["user", "user"],
  ["human", "user"],
  ["prompter", "user"],
  ["assistant", "assistant"],
  ["gpt", "assistant"],
  ["bot", "assistant"],
  ["model", "assistant"],
]);

const textParts = new Set(["text", "input_text", "output_text"]);

function joinParts(parts: MessageInput["content"], index: number): string {
  if (typeof parts === "string") return parts;
  const other = parts.find((part) => !textParts.has(part.type) || part.text === undefined);
  if (other !== undefined) {
    throw new RejectedRow(
      `Message ${index + 1} has a part of type “${other.type.slice(0, 40)}”; only text can be compared.`,
    );
  }
  return parts.map((part) => part.text ?? "").join("");
}
