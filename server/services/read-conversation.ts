import type { Message } from "#server/contracts/message.ts";
import {
  type RewardFault,
  type RewardMessage,
  rewardItem,
  type Truncation,
} from "#server/contracts/reward-protocol.ts";
import { extractProfiled } from "#server/core/reward/features.ts";
import { type PromptProfile, profilePrompt } from "#server/core/reward/prompt-profile.ts";
import { scanText, unitsScannedMax } from "#server/core/reward/scan-text.ts";

/** What the model reads of one item. */
export type ReadConversation = {
  /** The turns before the answer, in the roles that prompts have here. */
  readonly messages: readonly Message[];
  readonly answer: string;
  readonly features: Float64Array;
  /** Words, of which an ideograph is one: the embedded model has no tokenizer. */
  readonly tokens: number;
  readonly truncated: boolean;
};

export type ReadItem = { readonly id: string | null } & (
  | { readonly conversation: ReadConversation; readonly fault: null }
  | { readonly conversation: null; readonly fault: RewardFault }
);

/** More turns than any conversation has; without a bound, one item could hold a million. */
const messagesMax = 1024;

/**
 * Reads items one after the other into features. Neighbours with the same prompt, such as the
 * samples of one training step, share the reading of it.
 */
export function openConversationReader(truncate: Truncation | undefined) {
  let last: { readonly messages: readonly RewardMessage[]; readonly prompt: ReadPrompt } | null =
    null;
  function readPrompt(messages: readonly RewardMessage[]): ReadPrompt {
    if (last === null || !isSame(last.messages, messages)) {
      const tokens = messages.reduce((sum, { content }) => sum + countWords(content), 0);
      last = { messages, prompt: { profile: profilePrompt(messages), tokens } };
    }
    return last.prompt;
  }
  return function readItem(item: unknown, index: number): ReadItem {
    const parsed = rewardItem.safeParse(item);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return failItem(readId(item), {
        type: "invalid_item",
        message: issue.message,
        param: paramOf(index, issue.path),
      });
    }
    const { id = null, messages } = parsed.data;
    const tooLong = findExcess(messages, truncate, index);
    if (tooLong !== null) return failItem(id, tooLong);
    const read = truncate === "left" ? messages.map(keepEnd) : messages;
    const text = read.at(-1)?.content ?? "";
    const prompt = readPrompt(read.slice(0, -1));
    // Stored features have the digits of float32, so the same text has the same reward here.
    const features = extractProfiled(prompt.profile, text).map(Math.fround);
    const tokens = prompt.tokens + countWords(text);
    const truncated = messages.some(isCut);
    const turns = read.slice(0, -1).map(toMessage);
    return {
      id,
      fault: null,
      conversation: { messages: turns, answer: text, features, tokens, truncated },
    };
  };
}

/** What a developer says stands where a system's message does, and what a tool says is read like a user's. */
const roleOf = {
  system: "system",
  developer: "system",
  user: "user",
  tool: "user",
  assistant: "assistant",
} as const satisfies Record<RewardMessage["role"], Message["role"]>;

type ReadPrompt = { readonly profile: PromptProfile; readonly tokens: number };

type ItemFault = Pick<RewardFault, "type" | "message" | "param">;

function failItem(id: string | null, fault: ItemFault): ReadItem {
  return { id, conversation: null, fault: { ...fault, retryable: false } };
}

function findExcess(
  messages: readonly RewardMessage[],
  truncate: Truncation | undefined,
  index: number,
): ItemFault | null {
  const param = `input[${index}].messages`;
  if (messages.length > messagesMax) {
    const message = `A conversation has at most ${messagesMax} messages; this one has ${messages.length}.`;
    return { type: "too_long", message, param };
  }
  const long = truncate === "none" ? messages.findIndex(isCut) : -1;
  if (long === -1) return null;
  const message = `The message has ${messages[long].content.length} UTF-16 units and ${unitsScannedMax} are read; leave out "truncate": "none" to score what is read.`;
  return { type: "too_long", message, param: `${param}[${long}].content` };
}

function toMessage({ role, content }: RewardMessage): Message {
  return { role: roleOf[role], content };
}

function isCut({ content }: RewardMessage): boolean {
  return content.length > unitsScannedMax;
}

function keepEnd(message: RewardMessage): RewardMessage {
  return { ...message, content: message.content.slice(-unitsScannedMax) };
}

function countWords(text: string): number {
  return scanText(text).words.length;
}

function isSame(one: readonly RewardMessage[], other: readonly RewardMessage[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ role, content }, at) => role === other[at].role && content === other[at].content)
  );
}

function readId(item: unknown): string | null {
  const parsed = rewardItem.shape.id.safeParse(
    typeof item === "object" && item !== null && "id" in item ? item.id : undefined,
  );
  return parsed.data ?? null;
}

function paramOf(index: number, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (param, key) => (typeof key === "number" ? `${param}[${key}]` : `${param}.${String(key)}`),
    `input[${index}]`,
  );
}
