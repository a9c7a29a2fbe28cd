import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";
import { ar } from "./messages/ar/index.ts";
import { en } from "./messages/en/index.ts";
import { type SentenceTranslator, translateSentence } from "./server-sentences.ts";

const namespace = "faults.sentences";
const english = createTranslator({ locale: "en", messages: en, namespace });
// Each catalogue has every key of the English one; only the exact words of the type differ.
const messages = ar as unknown as typeof en;
const arabic: SentenceTranslator = createTranslator({ locale: "ar", messages, namespace });

const { roleNeeded, attempts: _, attemptsMinute, ...plain } = en.faults.sentences;

test("every sentence of the catalogue is one that the server or a form says today", () => {
  const sources = ["server", "app"].map((folder) => readSources(folder)).join("\n");
  const composed = ["`Only a $", "`Too many attempts. Try again in $"];
  const missing = [...Object.values(plain), ...composed].filter((text) => !sources.includes(text));
  expect(missing).toEqual([]);
});

test("every sentence of the catalogue is found by its words, and said in Arabic", () => {
  const sentences = [...Object.values(plain), ...Object.values(roleNeeded), attemptsMinute];
  for (const sentence of sentences) {
    expect(translateSentence(english, sentence)).toBe(sentence);
    expect(translateSentence(arabic, sentence), sentence).toMatch(/\p{Script=Arabic}/u);
  }
});

test("a time to wait is said with its number", () => {
  const sentence = "Too many attempts. Try again in 11 minutes.";
  expect(translateSentence(english, sentence)).toBe(sentence);
  expect(translateSentence(arabic, sentence)).toContain("بعد 11 دقيقة");
  expect(translateSentence(arabic, sentence.replace("11", "2"))).toContain("بعد دقيقتين");
});

test("a sentence that names its field is said without it", () => {
  expect(translateSentence(english, "name: Enter a name.")).toBe("Enter a name.");
});

test.each(["", "constructor", "A sentence from a later release.", "x: y"])(
  "%j is not known and stays as it is",
  (sentence) => {
    expect(translateSentence(arabic, sentence)).toBe(sentence);
  },
);

function readSources(folder: string): string {
  const root = path.join(import.meta.dirname, "..", folder);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes("messages"))
    .filter((name) => !name.includes("server-sentences"))
    .map((name) => readFileSync(path.join(root, name), "utf8"))
    .join("\n");
}
