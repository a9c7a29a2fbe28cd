import { createHash } from "node:crypto";
import type { JudgedPair, PairTexts } from "#db/queries/export-rows.ts";
import { shareFor } from "./decide-pair.ts";

export type ExportRowParams = {
  readonly pair: JudgedPair;
  readonly texts: PairTexts;
  readonly chosen: "first" | "second";
  readonly source: string;
  /** The column is in every row of an export or in none. */
  readonly hasStrength: boolean;
  /** A tie written both ways says of neither side how much better it is. */
  readonly isTie: boolean;
  /** What was answered besides the verdict, as JSON; null where no row of the export has it. */
  readonly answers: string | null;
};

/**
 * One line of DPO data: explicit prompt, and an answer of one message on each side. Numbers that
 * are fractions always have a decimal point, because readers infer the type of a column from the
 * rows that they see first. Nothing in it depends on the database it came from.
 */
export function formatExportRow(params: ExportRowParams): string {
  const { pair, texts, chosen, source } = params;
  const rejected = chosen === "first" ? "second" : "first";
  const fields: [name: string, json: string][] = [
    ["prompt", JSON.stringify(texts.messages.map(({ role, content }) => ({ role, content })))],
    ["chosen", toAnswer(texts[chosen].text)],
    ["rejected", toAnswer(texts[rejected].text)],
    ["pair_id", JSON.stringify(pairIdOf(texts))],
    ["prompt_id", JSON.stringify(`prompt-${texts.promptHash.slice(0, 16)}`)],
    ["model_chosen", toName(texts[chosen].model)],
    ["model_rejected", toName(texts[rejected].model)],
    ...strengthField(params),
    ["p_chosen", toFraction(shareFor(chosen, pair) ?? 0.5)],
    ["n_annotations", String(pair.first + pair.second + pair.tie + pair.bothBad)],
    ["n_agree", String(pair[chosen])],
    ["source", JSON.stringify(source)],
    ...answersField(params),
  ];
  return `{${fields.map(([name, json]) => `"${name}":${json}`).join(",")}}\n`;
}

/** The side whose content comes first by hash: an order that is the same on any machine. */
export function leadingSide({ first, second }: PairTexts): "first" | "second" {
  return keyOf(first) < keyOf(second) ? "first" : "second";
}

export function looksLikeDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}([T ]\d{2}|$)/.test(text);
}

function toAnswer(text: string): string {
  return JSON.stringify([{ role: "assistant", content: text }]);
}

/** Readers turn a column in which every value looks like a date into times. */
function toName(model: string): string {
  return JSON.stringify(looksLikeDate(model) ? `model ${model}` : model);
}

function strengthField({ pair, chosen, hasStrength, isTie }: ExportRowParams): [string, string][] {
  if (!hasStrength) return [];
  const given = chosen === "first" ? pair.firstStrength : pair.secondStrength;
  return [["preference_strength", toFraction(isTie ? 0 : (given ?? 0))]];
}

/** A string, because objects whose keys vary become another type in every reader. */
function answersField({ answers }: ExportRowParams): [string, string][] {
  return answers === null ? [] : [["metadata_json", JSON.stringify(answers)]];
}

function toFraction(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function pairIdOf(texts: PairTexts): string {
  const keys = [keyOf(texts.first), keyOf(texts.second)].toSorted();
  const hash = createHash("sha256").update(JSON.stringify([texts.promptHash, ...keys]));
  return `pair-${hash.digest("hex").slice(0, 16)}`;
}

function keyOf(completion: PairTexts["first"]): string {
  return `${completion.contentHash}/${completion.model}`;
}
