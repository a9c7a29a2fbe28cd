import { characterClass } from "./character-classes.ts";
import type { NamedValues } from "./named-values.ts";
import { countPhrases, isCommonWord, phraseKinds } from "./phrases.ts";
import { measureWordUse } from "./repetition.ts";
import type { TextLayout } from "./scan-layout.ts";
import type { TextScan } from "./scan-text.ts";

/** How long the text is, in characters, words, sentences, paragraphs and lines. */
export function describeLength(scan: TextScan, layout: TextLayout): NamedValues {
  const words = scan.words.length;
  const logWords = Math.log1p(words);
  return {
    "log characters": Math.log1p(scan.units),
    "log words": logWords,
    "words beyond 150": Math.max(0, logWords - 5),
    "words beyond 400": Math.max(0, logWords - 6),
    "words short of 20": Math.max(0, 3 - logWords),
    "log sentences": Math.log1p(scan.sentences),
    "log paragraphs": Math.log1p(layout.paragraphs),
    "log lines": Math.log1p(layout.lines),
    "words per sentence": Math.log1p(words / Math.max(1, scan.sentences)),
    "words per paragraph": Math.log1p(words / Math.max(1, layout.paragraphs)),
    "longest line": Math.log1p(layout.longestLineUnits),
  };
}

/** How rich, how common and how repetitive the words are. */
export function describeWords(scan: TextScan): NamedValues {
  const { words, wordUnits } = scan;
  const use = measureWordUse(words);
  const count = Math.max(1, words.length);
  let units = 0;
  let long = 0;
  let veryLong = 0;
  let common = 0;
  for (let index = 0; index < words.length; index += 1) {
    const length = wordUnits[index];
    units += length;
    if (length > 6) long += 1;
    if (length > 10) veryLong += 1;
    if (isCommonWord(words[index])) common += 1;
  }
  return {
    "log distinct words": Math.log1p(use.types),
    "lexical richness": use.types / Math.sqrt(count),
    "words used once": use.hapaxShare,
    "commonest word": use.topShare,
    "repeated word pairs": use.repeatedBigramShare,
    "repeated word triples": use.repeatedTrigramShare,
    "word length": units / count,
    "long words": long / count,
    "very long words": veryLong / count,
    "common words": common / count,
  };
}

const punctuation: readonly (readonly [string, readonly number[]])[] = [
  ["commas", [44]],
  ["full stops", [46]],
  ["exclamation marks", [33]],
  ["question marks", [63]],
  ["colons", [58]],
  ["semicolons", [59]],
  ["dashes", [45]],
  ["brackets", [40, 41]],
  ["quotation marks", [34]],
  ["apostrophes", [39]],
  ["slashes", [47]],
  ["mathematical signs", [43, 60, 61, 62, 94, 36, 37]],
  ["braces and square brackets", [91, 93, 123, 125]],
];

/** How often each mark occurs and how the sentences end. */
export function describePunctuation(scan: TextScan): NamedValues {
  const units = Math.max(1, scan.unitsScanned);
  const classes = scan.classCounts;
  const letters = classes[characterClass.lower] + classes[characterClass.upper];
  const values: NamedValues = {};
  for (const [name, marks] of punctuation) {
    let count = 0;
    for (const mark of marks) count += scan.unitCounts[mark];
    values[name] = Math.sqrt(count / units);
  }
  const sentences = Math.max(1, scan.sentences);
  return {
    ...values,
    "capital letters": classes[characterClass.upper] / Math.max(1, letters),
    digits: Math.sqrt(classes[characterClass.digit] / units),
    "letters beyond ASCII": Math.sqrt(scan.unitCounts[128] / units),
    emoji: Math.log1p(classes[characterClass.highSurrogate] + classes[characterClass.symbol] / 4),
    "questions asked": Math.log1p(scan.questions),
    "sentences that ask": Math.min(1, scan.questions / sentences),
    "sentences that exclaim": Math.min(1, scan.exclamations / sentences),
    "character entropy": characterEntropy(scan),
  };
}

function characterEntropy(scan: TextScan): number {
  let entropy = 0;
  const units = Math.max(1, scan.unitsScanned);
  for (const count of scan.unitCounts) {
    if (count > 0) entropy -= (count / units) * Math.log2(count / units);
  }
  return entropy;
}

const phraseNames = phraseKinds.map((kind) => `${kind} phrases`);

/** How the answer speaks: hedging, refusing, advising and the other kinds of `phrases.ts`. */
export function describePhrases(scan: TextScan): NamedValues {
  const counts = countPhrases(scan.words);
  const values: NamedValues = {};
  // Between a count and a rate: twice as many hedges in a text four times as long are the same.
  const scale = 4 / Math.sqrt(Math.max(16, scan.words.length));
  for (let index = 0; index < phraseNames.length; index += 1) {
    values[phraseNames[index]] = Math.log1p(counts[index] * scale);
  }
  return values;
}
