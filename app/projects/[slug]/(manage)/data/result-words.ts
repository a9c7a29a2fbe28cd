import { formatNumberOf } from "#app/format.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";

type Import = NonNullable<ApiOutputs["imports"]["find"]>;

/** What became of an import, in sentences. */
export function resultWords(result: Import): string[] {
  if (result.state === "failed") return [result.fault ?? "Nothing was imported."];
  return [
    addedWords(result),
    ...deadWords(result),
    ...duplicateWords(result),
    ...rejectedWords(result),
  ];
}

function addedWords(result: Import): string {
  const { rowsRead, promptsAdded, completionsAdded, pairsAdded } = result;
  if (rowsRead === 0) return "The file has no rows.";
  if (promptsAdded + completionsAdded + pairsAdded === 0) {
    return `Nothing was added from ${formatNumberOf(rowsRead, "row")}.`;
  }
  const added = [
    formatNumberOf(promptsAdded, "prompt"),
    formatNumberOf(completionsAdded, "response"),
    formatNumberOf(pairsAdded, "pair"),
  ];
  const words = `${added.slice(0, -1).join(", ")} and ${added.at(-1)}`;
  return `Added ${words} from ${formatNumberOf(rowsRead, "row")}.`;
}

function deadWords({ pairsDead }: Import): string[] {
  if (pairsDead === 0) return [];
  return [
    `${formatNumberOf(pairsDead, "pair")} will never be served, because there is nothing to choose between.`,
  ];
}

function duplicateWords({ rowsDuplicate }: Import): string[] {
  if (rowsDuplicate === 0) return [];
  return [
    `${formatNumberOf(rowsDuplicate, "row")} ${verb(rowsDuplicate, "was", "were")} there already.`,
  ];
}

function rejectedWords({ rowsRejected, remarks }: Import): string[] {
  const inPart = remarks - rowsRejected;
  return [
    rowsRejected > 0 &&
      `${formatNumberOf(rowsRejected, "row")} ${verb(rowsRejected, "was", "were")} rejected.`,
    inPart > 0 &&
      `${formatNumberOf(inPart, "row")} ${verb(inPart, "was", "were")} imported in part.`,
  ].filter((sentence) => sentence !== false);
}

function verb(count: number, singular: string, plural: string): string {
  return count === 1 ? singular : plural;
}
