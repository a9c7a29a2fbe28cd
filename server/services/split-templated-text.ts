import type { RewardMessage } from "#server/contracts/reward-protocol.ts";

type Role = RewardMessage["role"];

/** How a chat template writes down turns. */
type Template = {
  /** Opens a turn; its first group that matched is the role's name. */
  readonly opening: RegExp;
  readonly roles: Readonly<Record<string, Role>>;
  /** Closes a turn wherever it stands. */
  readonly closings: readonly string[];
};

const plainRoles = {
  system: "system",
  developer: "developer",
  user: "user",
  assistant: "assistant",
  tool: "tool",
  ipython: "tool",
  model: "assistant",
} as const;

/**
 * The common templates, those with special tokens first: their marks do not occur in prose. The
 * strings are those of the models' own tokenizers and of FastChat's conversation templates.
 */
const templates: readonly Template[] = [
  // ChatML: Qwen, Yi, InternLM, Hermes.
  {
    opening: /<\|im_start\|>(system|user|assistant|tool)\n/g,
    roles: plainRoles,
    closings: ["<|im_end|>"],
  },
  // Llama 3 and 4.
  {
    opening:
      /<\|(?:start_header_id|header_start)\|>(system|user|assistant|ipython|tool)<\|(?:end_header_id|header_end)\|>\n{0,2}/g,
    roles: plainRoles,
    closings: ["<|eot_id|>", "<|eom_id|>", "<|eot|>"],
  },
  // Gemma.
  {
    opening: /<start_of_turn>(user|model)\n/g,
    roles: plainRoles,
    closings: ["<end_of_turn>"],
  },
  // OpenAI's harmony; of an assistant's channels, each is a turn, and the last is the answer.
  {
    opening: /<\|start\|>(system|developer|user|assistant)(?:<\|channel\|>\w{1,20})?<\|message\|>/g,
    roles: plainRoles,
    closings: ["<|end|>", "<|return|>"],
  },
  // Granite.
  {
    opening: /<\|start_of_role\|>(system|user|assistant|tool)<\|end_of_role\|>/g,
    roles: plainRoles,
    closings: ["<|end_of_text|>"],
  },
  // Command R.
  {
    opening: /<\|START_OF_TURN_TOKEN\|><\|(SYSTEM|USER|CHATBOT)_TOKEN\|>/g,
    roles: { SYSTEM: "system", USER: "user", CHATBOT: "assistant" },
    closings: ["<|END_OF_TURN_TOKEN|>"],
  },
  // DeepSeek.
  {
    opening: /<｜(User|Assistant)｜>/g,
    roles: { User: "user", Assistant: "assistant" },
    closings: ["<｜end▁of▁sentence｜>"],
  },
  // Zephyr, Phi, TinyLlama.
  {
    opening: /<\|(system|user|assistant)\|>\n?/g,
    roles: plainRoles,
    closings: ["</s>", "<|end|>", "<|endoftext|>"],
  },
  // Llama 2 and Mistral; what stands between <<SYS>> marks is split off below.
  {
    opening: /(\[INST\]|\[\/INST\])/g,
    roles: { "[INST]": "user", "[/INST]": "assistant" },
    closings: ["</s>", "<s>"],
  },
  // Anthropic's transcripts.
  {
    opening: /(?:^|\n\n)(Human|Assistant):/g,
    roles: { Human: "user", Assistant: "assistant" },
    closings: [],
  },
  // Alpaca, in both spellings.
  {
    opening: /(?:^|\n)### (Instruction|Input|Response):/g,
    roles: { Instruction: "user", Input: "user", Response: "assistant" },
    closings: ["</s>"],
  },
  // Vicuna.
  {
    opening: /(?:^|[ \n]|<\/s>)(USER|ASSISTANT):/g,
    roles: { USER: "user", ASSISTANT: "assistant" },
    closings: ["</s>"],
  },
];

/** A text with more marks than any conversation has turns is not one, but about them. */
const turnsMax = 512;

/** Tokens that begin, end or fill a text in some tokenizer; they are nobody's words. */
const borderTokens = [
  ...["<s>", "</s>", "<bos>", "<eos>", "<pad>", "<unk>", "[PAD]", "<|endoftext|>", "<|padding|>"],
  ...["<|begin_of_text|>", "<|end_of_text|>", "<|finetune_right_pad_id|>", "<|eot_id|>"],
  ...["<|im_end|>", "<end_of_turn>", "<|end|>", "<|return|>", "<|END_OF_TURN_TOKEN|>"],
  ...["<BOS_TOKEN>", "<EOS_TOKEN>", "<PAD>", "<|startoftext|>", "<|reserved_special_token_0|>"],
  // Mistral writes the system prompt between these.
  ...["[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]"],
  ...["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜▁pad▁｜>"],
];

/**
 * Takes a text that was written by a chat template apart into its conversation, whose last message
 * is the assistant's. A text of no known template is an answer to nothing.
 *
 * @param prompt the part that was the prompt, where it is known; what follows it is the answer, even
 *   if the answer goes on to imitate further turns
 */
export function splitTemplatedText(text: string, prompt: string | null = null): RewardMessage[] {
  const answerStart = findAnswer(text, prompt);
  if (prompt !== null && answerStart !== null) {
    const answer = stripBorders(text.slice(answerStart));
    const { turns, open } = splitTurns(prompt);
    // A prompt ends by opening the assistant's turn, into which some trainers write a beginning.
    const opened = open?.role === "assistant" ? open.content : "";
    const before = open === null || open.role === "assistant" ? turns : [...turns, open];
    return [...before, { role: "assistant", content: opened + answer }];
  }
  const { turns, open } = splitTurns(text);
  if (open?.role === "assistant") return [...turns, open];
  return [{ role: "assistant", content: stripBorders(text) }];
}

/** Only padding may stand before the prompt, else what was found is a part of it. */
function findAnswer(text: string, prompt: string | null): number | null {
  const start = prompt === null || prompt.trim() === "" ? -1 : text.indexOf(prompt);
  if (prompt === null || start === -1 || stripBorders(text.slice(0, start)) !== "") return null;
  return start + prompt.length;
}

type Turns = { readonly turns: RewardMessage[]; readonly open: RewardMessage | null };

/** All turns, the last one by itself; a prompt without a template is one turn of the user. */
function splitTurns(text: string): Turns {
  for (const template of templates) {
    const messages = splitBy(template, text);
    if (messages.length > 0) return { turns: messages.slice(0, -1), open: messages.at(-1) ?? null };
  }
  return { turns: [], open: { role: "user", content: stripBorders(text) } };
}

function splitBy({ opening, roles, closings }: Template, text: string): RewardMessage[] {
  const marks: RegExpExecArray[] = [];
  for (const mark of text.matchAll(opening)) if (marks.push(mark) > turnsMax) return [];
  if (marks.length === 0) return [];
  const preamble = stripBorders(text.slice(0, marks[0].index));
  const messages: RewardMessage[] = preamble === "" ? [] : [{ role: "system", content: preamble }];
  for (const [at, mark] of marks.entries()) {
    const end = marks.at(at + 1)?.index ?? text.length;
    const role = roles[mark[1]] ?? "user";
    const content = tidyTurn(text.slice(mark.index + mark[0].length, end), closings);
    messages.push(...splitSystem({ role, content }));
  }
  return messages;
}

function tidyTurn(content: string, closings: readonly string[]): string {
  const ends = closings.map((closing) => content.indexOf(closing)).filter((end) => end !== -1);
  return stripBorders(ends.length === 0 ? content : content.slice(0, Math.min(...ends)));
}

/** Llama 2 writes the system prompt into the first turn of the user. */
function splitSystem(message: RewardMessage): RewardMessage[] {
  const found = /^\s*<<SYS>>\n?([\s\S]*?)\n?<<\/SYS>>\s*/.exec(message.content);
  if (message.role !== "user" || found === null) return [message];
  const rest = message.content.slice(found[0].length);
  return [
    { role: "system", content: found[1] },
    { role: "user", content: rest },
  ];
}

/** By hand, because a pattern that is anchored at the end takes quadratic time on long paddings. */
function stripBorders(text: string): string {
  let rest = text.trim();
  for (;;) {
    const token = borderTokens.find((one) => rest.startsWith(one));
    if (token === undefined) break;
    rest = rest.slice(token.length).trimStart();
  }
  for (;;) {
    const token = borderTokens.find((one) => rest.endsWith(one));
    if (token === undefined) return rest;
    rest = rest.slice(0, -token.length).trimEnd();
  }
}
