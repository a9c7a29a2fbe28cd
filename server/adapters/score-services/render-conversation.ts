import type { ChatTemplate } from "#server/contracts/score-service.ts";
import type { ScoreItem } from "./score-adapter.ts";

type CustomTemplate = Extract<ChatTemplate, { kind: "custom" }>;

const plainRoles = { system: "system", user: "user", assistant: "assistant" } as const;

const namedTemplates: Readonly<Record<string, Omit<CustomTemplate, "kind">>> = {
  chatml: {
    start: "",
    turn: "<|im_start|>{role}\n{content}<|im_end|>\n",
    end: "",
    roles: plainRoles,
  },
  llama3: {
    start: "<|begin_of_text|>",
    turn: "<|start_header_id|>{role}<|end_header_id|>\n\n{content}<|eot_id|>",
    end: "",
    roles: plainRoles,
  },
  plain: {
    start: "",
    turn: "{role}: {content}\n\n",
    end: "",
    roles: { system: "System", user: "Human", assistant: "Assistant" },
  },
};

/**
 * A conversation with its answer as one text. `hasStart` is false for servers whose tokenizer puts the
 * start token in front itself: two of them shift the rewards of some models.
 */
export function renderConversation(
  template: ChatTemplate,
  item: Pick<ScoreItem, "messages" | "answer">,
  hasStart: boolean,
): string {
  const { start, turn, end, roles } = readTemplate(template);
  const messages = [...item.messages, { role: "assistant" as const, content: item.answer }];
  const turns = messages.map(({ role, content }) =>
    fillTurn(turn, { role: roles[role], content: disarmTokens(content.trim()) }),
  );
  return (hasStart ? start : "") + turns.join("") + end;
}

function readTemplate(template: ChatTemplate): Omit<CustomTemplate, "kind"> {
  const found = template.kind === "custom" ? template : namedTemplates[template.name];
  if (found === undefined) {
    throw new RangeError("There is no chat template of this name.");
  }
  return found;
}

/** Both places are filled in one pass, so that an answer which contains `{role}` stays as it is. */
function fillTurn(
  turn: string,
  values: { readonly role: string; readonly content: string },
): string {
  return turn.replace(/\{(role|content)\}/g, (_, name) =>
    name === "role" ? values.role : values.content,
  );
}

/**
 * An answer that contains the template's own control tokens could end its turn and write the next
 * one. Spaces within make them text for every tokenizer.
 */
function disarmTokens(content: string): string {
  return content.replace(/<\|([^|<>\s]{1,40})\|>/g, "<| $1 |>");
}
