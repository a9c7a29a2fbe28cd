import type { NamedValues } from "./named-values.ts";
import { isCommonWord } from "./phrases.ts";
import type { PromptProfile } from "./prompt-profile.ts";
import type { TextLayout } from "./scan-layout.ts";
import type { TextScan } from "./scan-text.ts";

/** How much of the prompt the answer takes up, and how much it adds. */
export function describeRelation(prompt: PromptProfile, scan: TextScan): NamedValues {
  const seen = new Set<number>();
  let shared = 0;
  let fromContext = 0;
  for (const word of scan.words) {
    if (seen.has(word) || isCommonWord(word)) continue;
    seen.add(word);
    if (prompt.contentWords.has(word)) shared += 1;
    if (prompt.contextWords.has(word)) fromContext += 1;
  }
  const asked = prompt.contentWords.size;
  return {
    "prompt words covered": shared / Math.max(1, asked),
    "shared with prompt": shared / Math.max(1, seen.size + asked - shared),
    "new content words": 1 - shared / Math.max(1, seen.size),
    "shared with earlier turns": fromContext / Math.max(1, seen.size),
    "longer than prompt": Math.log1p(scan.words.length) - Math.log1p(prompt.scan.words.length),
    "script unlike prompt": Math.abs(beyondAscii(scan) - beyondAscii(prompt.scan)),
    "prompt words at the start": countShared(prompt, scan.words.subarray(0, 15)) / 15,
    "prompt words at the end": countShared(prompt, scan.words.subarray(-15)) / 15,
  };
}

function beyondAscii(scan: TextScan): number {
  return scan.unitCounts[128] / Math.max(1, scan.unitsScanned);
}

function countShared(prompt: PromptProfile, words: Int32Array): number {
  let count = 0;
  for (const word of words) if (prompt.contentWords.has(word)) count += 1;
  return count;
}

const templateMarks =
  /<\|[^|]{1,20}\|>|<\/?s>|\[\/?INST\]|###? ?(?:Response|Instruction|Human|Assistant)|^(?:Human|Assistant|User):/mu;

/** Traces of templates, cut-off endings, and how the answer opens and closes. */
export function describeArtefacts(
  prompt: PromptProfile,
  text: string,
  layout: TextLayout,
): NamedValues {
  const head = text.slice(0, 400).trimStart();
  const tail = text.slice(-400).trimEnd();
  return {
    "template marks": templateMarks.test(head) || templateMarks.test(tail) ? 1 : 0,
    "ends in mid-sentence": tail === "" || /[.!?。！？؟।:)\]}"'”’`*|>~\p{S}]$/u.test(tail) ? 0 : 1,
    "ends with a question": /[?？؟]["'”’)*]*$/u.test(tail) ? 1 : 0,
    "starts in lower case": /^\p{Ll}/u.test(head) ? 1 : 0,
    "starts with formatting": /^(?:#|\*|-|\d+[.)]|```|\|)/u.test(head) ? 1 : 0,
    "starts by refusing":
      /^(?:i'?m sorry|sorry|i can(?:no|')t|i won't|i'?m (?:unable|not able)|no\b)/iu.test(head)
        ? 1
        : 0,
    "starts with I": /^(?:well, |so, |oh, )?I\b/u.test(head) ? 1 : 0,
    "repeats the prompt":
      prompt.lastTurn.length > 20 && text.includes(prompt.lastTurn.slice(0, 60)) ? 1 : 0,
    "open code fence": layout.hasOpenFence ? 1 : 0,
    "is empty": head === "" ? 1 : 0,
  };
}

type FitInput = { length: number; formatting: number; coverage: number };

/** Products with what the prompt asks for; within one prompt they are either the feature or zero. */
export function describeFit(prompt: PromptProfile, input: FitInput): NamedValues {
  const { length, formatting, coverage } = input;
  const { isQuestion, asksForCode, asksForList, asksForWriting, isShort } = prompt;
  return {
    "length, question": isQuestion ? length : 0,
    "formatting, question": isQuestion ? formatting : 0,
    "coverage, question": isQuestion ? coverage : 0,
    "length, code request": asksForCode ? length : 0,
    "formatting, code request": asksForCode ? formatting : 0,
    "coverage, code request": asksForCode ? coverage : 0,
    "length, list request": asksForList ? length : 0,
    "formatting, list request": asksForList ? formatting : 0,
    "coverage, list request": asksForList ? coverage : 0,
    "length, writing request": asksForWriting ? length : 0,
    "formatting, writing request": asksForWriting ? formatting : 0,
    "coverage, writing request": asksForWriting ? coverage : 0,
    "length, short prompt": isShort ? length : 0,
    "formatting, short prompt": isShort ? formatting : 0,
    "coverage, short prompt": isShort ? coverage : 0,
  };
}
