import { isCommonWord } from "./phrases.ts";
import { scanText, type TextScan } from "./scan-text.ts";

/** One turn of the conversation that a completion answers. */
export type PromptTurn = { readonly role: string; readonly content: string };

/** What the features of a completion need to know about its prompt; computed once per prompt. */
export type PromptProfile = {
  readonly scan: TextScan;
  /** Words of the last user turn that carry content. */
  readonly contentWords: ReadonlySet<number>;
  /** Words of every other turn that carry content. */
  readonly contextWords: ReadonlySet<number>;
  readonly lastTurn: string;
  readonly turns: number;
  readonly isQuestion: boolean;
  readonly asksForCode: boolean;
  readonly asksForList: boolean;
  readonly asksForWriting: boolean;
  readonly isShort: boolean;
};

const codeRequest =
  /```|\b(code|function|python|javascript|java|c\+\+|sql|script|program|regex|html|css|bash|algorithm|debug|compile)\b/iu;
const listRequest =
  /\b(list|ideas|examples|suggest|suggestions|ways|steps|tips|names|top \d+|bullet|what are)\b|\b\d{1,2} [a-z]+s\b/iu;
const writingRequest =
  /\b(write|compose|draft|essay|story|poem|song|letter|email|e-mail|article|blog|post|speech|rewrite|paraphrase|lyrics|headline)\b/iu;
const questionOpener =
  /^\s*(who|what|when|where|why|how|which|is|are|do|does|did|can|could|should|would|will|was|were)\b/iu;

/** Profiles the conversation that a completion answers. An empty conversation is allowed. */
export function profilePrompt(messages: readonly PromptTurn[]): PromptProfile {
  const lastUser = messages.findLastIndex((message) => message.role === "user");
  const last = lastUser === -1 ? messages.length - 1 : lastUser;
  const lastTurn = messages[last]?.content ?? "";
  const others = messages.filter((_, index) => index !== last).map((message) => message.content);
  const scan = scanText(lastTurn);
  const sample = lastTurn.slice(0, 4000);
  return {
    scan,
    contentWords: contentWordsOf(scan.words),
    contextWords: contentWordsOf(scanText(others.join("\n")).words),
    lastTurn,
    turns: messages.length,
    isQuestion: sample.trimEnd().endsWith("?") || questionOpener.test(sample),
    asksForCode: codeRequest.test(sample),
    asksForList: listRequest.test(sample),
    asksForWriting: writingRequest.test(sample),
    isShort: scan.words.length < 12,
  };
}

function contentWordsOf(words: Int32Array): ReadonlySet<number> {
  const content = new Set<number>();
  for (const word of words) if (!isCommonWord(word)) content.add(word);
  return content;
}
