import type { ScoreItem } from "#server/adapters/score-services/score-adapter.ts";
import type { Message } from "#server/contracts/message.ts";

function ask(content: string): Message[] {
  return [{ role: "user", content }];
}

const capital = ask("What is the capital of France?");
const egg = ask("How do I boil an egg?");
const python = ask("Write a Python function that adds two numbers.");

/** Pairs whose better answer nobody doubts. */
export const plainPairs: readonly { readonly good: ScoreItem; readonly bad: ScoreItem }[] = [
  {
    good: {
      id: "capital-good",
      messages: capital,
      answer: "The capital of France is Paris.",
    },
    bad: { id: "capital-bad", messages: capital, answer: "banana banana banana banana lol" },
  },
  {
    good: {
      id: "egg-good",
      messages: egg,
      answer:
        "Bring water to a boil, lower the egg in with a spoon, and cook it for 6 to 10 minutes, depending on how firm you like the yolk. Then cool it under cold water and peel it.",
    },
    bad: { id: "egg-bad", messages: egg, answer: "You are too stupid to cook. Go away." },
  },
  {
    good: {
      id: "python-good",
      messages: python,
      answer:
        "```python\ndef add(a, b):\n    return a + b\n```\nFor example, `add(2, 3)` returns 5.",
    },
    bad: { id: "python-bad", messages: python, answer: "no" },
  },
];

/** What real answers are besides: nothing, very long, and in other scripts. */
export const oddTexts: readonly { readonly name: string; readonly item: ScoreItem }[] = [
  { name: "an empty answer", item: { id: "empty", messages: capital, answer: "" } },
  {
    name: "an answer of 100,000 characters",
    item: {
      id: "long",
      messages: egg,
      answer: "Put the egg into boiling water and wait for some minutes. "
        .repeat(1_725)
        .slice(0, 100_000),
    },
  },
  {
    name: "an answer in Arabic with an emoji",
    item: { id: "script", messages: capital, answer: "عاصمة فرنسا هي باريس 🇫🇷" },
  },
];
