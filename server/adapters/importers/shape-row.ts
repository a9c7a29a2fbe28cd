import { z } from "zod";
import type { ImportLimits } from "./import-limits.ts";
import type { ImportRow } from "./import-row.ts";
import { RejectedRow } from "./rejected-row.ts";
import {
  type Conversation,
  conversationInput,
  messagesInput,
  toConversation,
} from "./shape-conversation.ts";
import { shapePreference } from "./shape-preference.ts";
import { responsesInput, shapeResponses } from "./shape-responses.ts";
import { refuseUnstorable } from "./unstorable.ts";

const messagesMax = 500;

/** Fields that are not named here are ignored, whatever they hold. */
const rowInput = z.object({
  id: z.union([z.string().max(500), z.number()]).nullish(),
  category: z.string().max(200).nullish(),
  language: z.string().max(100).nullish(),
  tags: z.array(z.string().max(100)).max(50).nullish(),
  system: z.string().nullish(),
  prompt: conversationInput.nullish(),
  messages: messagesInput.nullish(),
  responses: responsesInput.nullish(),
  chosen: conversationInput.nullish(),
  rejected: conversationInput.nullish(),
});
export type RowInput = z.infer<typeof rowInput>;

export type ShapedRow = { readonly row: ImportRow; readonly notice: string | null };

/** One parsed record in the product's own terms. @throws RejectedRow with the reason */
export function shapeRow(value: unknown, limits: ImportLimits): ShapedRow {
  const input = parseInput(value);
  const shaped = shapeByKind(input, limits);
  const id = input.id ?? null;
  const row: ImportRow = {
    messages: shaped.messages,
    completions: shaped.completions,
    kind: shaped.kind,
    sourceId: id === null ? null : String(id),
    category: input.category?.trim() || null,
    language: input.language?.trim() || null,
    tags: [...new Set(input.tags ?? [])],
  };
  if (row.messages.length > messagesMax) {
    throw new RejectedRow(`The conversation has more than ${messagesMax} messages.`);
  }
  refuseUnstorable(row);
  return { row, notice: shaped.notice };
}

type Shaped = Pick<ImportRow, "completions" | "kind"> & {
  readonly messages: Conversation;
  readonly notice: string | null;
};

function shapeByKind(input: RowInput, limits: ImportLimits): Shaped {
  const { responses, chosen, rejected } = input;
  if (responses !== null && responses !== undefined) {
    const messages = toConversation(input);
    return { messages, kind: "responses", ...shapeResponses(responses, limits) };
  }
  if (isGiven(chosen) && isGiven(rejected)) {
    return { kind: "preference", notice: null, ...shapePreference(input, { chosen, rejected }) };
  }
  if (isGiven(chosen) || isGiven(rejected)) {
    throw new RejectedRow(
      `The row has ${isGiven(chosen) ? "chosen" : "rejected"} but not the other.`,
    );
  }
  throw new RejectedRow("The row has neither responses nor a chosen and a rejected answer.");
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function parseInput(value: unknown): RowInput {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RejectedRow("The row is not a JSON object.");
  }
  const parsed = rowInput.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RejectedRow(issue === undefined ? "The row has another shape." : sentenceOf(issue));
}

/** `responses.1.text` becomes “Response 2, text”, as a person would count. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  const [field, index, ...rest] = issue.path.map(String);
  if (field === undefined) return issue.message;
  if (index === undefined) return `The field ${field} is wrong: ${issue.message}.`;
  const noun = field === "responses" ? "Response" : `Entry of ${field}`;
  const place = [`${noun} ${Number(index) + 1}`, ...rest].join(", ");
  return `${place}: ${issue.message}.`;
}
