import { createRandom, type Random } from "#server/core/numerics/random.ts";

/**
 * Long answers for measuring how fast they are shown. The sentences are written for this repository
 * and mean little together; their shape is what counts: headings, lists, tables, code and formulas
 * as language models write them.
 */
const subjects = [
  ...["The keeper of the lighthouse", "A careful baker", "The oldest tide table", "Every good map"],
  ...["A ferry in winter", "The second apprentice", "Any honest scale", "The village clock"],
  ...["A seed catalogue", "The bridge across the inlet", "A patient surveyor", "The night train"],
];
const verbs = [
  ...["keeps a record of", "depends on", "slowly corrects", "is measured against", "outlasts"],
  ...[
    "begins with",
    "leaves room for",
    "asks nothing of",
    "explains",
    "should not be mistaken for",
  ],
];
const objects = [
  ...["the height of the water", "what the harbour owes", "a dough that rests overnight"],
  ...[
    "the weight of wet sand",
    "the first frost",
    "a list of small repairs",
    "the wind from the east",
  ],
  ...["an error nobody noticed", "the price of lamp oil", "the sound of the third bell"],
];
const endings = [
  ...["and that is why two readings are taken.", "although the books say otherwise."],
  ...["which is easy to check with a ruler.", "so nothing is thrown away before spring."],
  ...["and **the difference matters** more than the sum.", "as the `ledger` of that year shows."],
  ...["until somebody asks for a better one.", "because *haste* costs more than rope."],
];

export type ResponseShape = {
  readonly words: number;
  readonly hasCode: boolean;
  readonly hasFormula: boolean;
  readonly hasTable: boolean;
};

export function composeResponse(shape: ResponseShape, seed: number): string {
  const random = createRandom(seed);
  const blocks: string[] = [
    `# ${pick(subjects, random)} ${pick(verbs, random)} ${pick(objects, random)}`,
  ];
  if (shape.hasCode) blocks.push(code);
  if (shape.hasFormula) blocks.push(formula);
  if (shape.hasTable) blocks.push(table);
  for (let section = 0; countWords(blocks) < shape.words; section += 1) {
    blocks.push(`## ${section + 1}. ${pick(objects, random)}`, paragraph(random));
    if (section % 2 === 0) blocks.push(list(random, section % 4 === 0 ? "-" : "1."));
    blocks.push(paragraph(random));
  }
  return blocks.join("\n\n");
}

export function countWords(blocks: readonly string[]): number {
  return blocks.join(" ").split(/\s+/).length;
}

function sentence(random: Random): string {
  return [subjects, verbs, objects, endings].map((words) => pick(words, random)).join(" ");
}

function paragraph(random: Random): string {
  return Array.from({ length: 5 }, () => sentence(random)).join(" ");
}

function list(random: Random, mark: string): string {
  return Array.from({ length: 4 }, () => `${mark} ${sentence(random)}`).join("\n");
}

function pick(words: readonly string[], random: Random): string {
  return words[Math.floor(random.uniform() * words.length)];
}

const code = [
  "```ts",
  "export function heightAt(readings: readonly Reading[], hour: number): number | null {",
  "  const before = readings.findLast((reading) => reading.hour <= hour);",
  "  const after = readings.find((reading) => reading.hour > hour);",
  "  if (before === undefined || after === undefined) return null;",
  "  const share = (hour - before.hour) / (after.hour - before.hour);",
  "  // Water rises slowly at first, so a straight line would be wrong by a hand's breadth.",
  "  return before.height + (after.height - before.height) * Math.sin((Math.PI / 2) * share) ** 2;",
  "}",
  "```",
].join("\n");

const formula = [
  "Between low and high water the height follows",
  "$$h(t) = h_0 + \\frac{H}{2}\\left(1 - \\cos\\frac{\\pi (t - t_0)}{T}\\right)$$",
  "where $T$ is half a tide and $H = h_1 - h_0$ its range.",
].join("\n\n");

const table = [
  "| hour | height | note |",
  "|---:|---:|---|",
  "| 6 | 1.2 m | low water, the steps are dry |",
  "| 9 | 2.8 m | the second ring is covered |",
  "| 12 | 4.1 m | high water |",
].join("\n");
