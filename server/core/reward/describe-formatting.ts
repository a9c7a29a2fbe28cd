import type { NamedValues } from "./named-values.ts";
import type { TextLayout } from "./scan-layout.ts";
import { type TextScan, unitsScannedMax } from "./scan-text.ts";

/** Lists, headings, emphasis, code, tables and links. */
export function describeFormatting(text: string, scan: TextScan, layout: TextLayout): NamedValues {
  const lines = Math.max(1, layout.lines);
  const asterisks = scan.unitCounts[42];
  const backticks = scan.unitCounts[96];
  const items = layout.bullets + layout.numbered;
  const formatted = items + layout.headings + layout.tableRows + layout.codeLines;
  return {
    bullets: Math.log1p(layout.bullets),
    "numbered items": Math.log1p(layout.numbered),
    "nested items": Math.log1p(layout.nestedItems),
    headings: Math.log1p(layout.headings),
    "bold lines": Math.log1p(layout.boldLines),
    emphasis: Math.log1p(Math.max(0, asterisks - layout.bullets) / 4),
    quotes: Math.log1p(layout.quotes),
    "table rows": Math.log1p(layout.tableRows),
    "code blocks": Math.log1p(layout.codeBlocks),
    "code lines": Math.log1p(layout.codeLines),
    "inline code": Math.log1p(Math.max(0, backticks - 6 * layout.codeBlocks) / 2),
    rules: Math.log1p(layout.rules),
    links: Math.log1p(countOccurrences(text, "](") + countOccurrences(text, "http")),
    "has list": items > 1 ? 1 : 0,
    "has heading": layout.headings > 0 ? 1 : 0,
    "has bold": text.includes("**") ? 1 : 0,
    "has code": layout.codeBlocks > 0 ? 1 : 0,
    "list share": items / lines,
    "formatted lines": formatted / lines,
    "lines ending in a colon": layout.colonEnds / lines,
    "short lines": layout.shortLines / lines,
    "repeated lines": layout.repeatedLines / lines,
  };
}

function countOccurrences(text: string, part: string): number {
  let count = 0;
  const end = Math.min(text.length, unitsScannedMax);
  for (
    let at = text.indexOf(part);
    at !== -1 && at < end;
    at = text.indexOf(part, at + part.length)
  ) {
    count += 1;
  }
  return count;
}
