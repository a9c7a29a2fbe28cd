import { unitsScannedMax } from "./scan-text.ts";

/** Markdown and line structure of a text, as counts. */
export type TextLayout = {
  lines: number;
  paragraphs: number;
  bullets: number;
  nestedItems: number;
  numbered: number;
  headings: number;
  boldLines: number;
  quotes: number;
  tableRows: number;
  codeBlocks: number;
  codeLines: number;
  rules: number;
  colonEnds: number;
  shortLines: number;
  repeatedLines: number;
  longestLineUnits: number;
  /** A code fence was opened and never closed. */
  hasOpenFence: boolean;
};

/** Reads the line structure of a text in one pass over its lines. */
export function scanLayout(text: string): TextLayout {
  const layout = emptyLayout();
  const end = Math.min(text.length, unitsScannedMax);
  const seen = new Set<string>();
  let wasBlank = true;
  let start = 0;
  while (start < end) {
    const newline = text.indexOf("\n", start);
    const stop = newline === -1 || newline > end ? end : newline;
    const line = text.slice(start, stop);
    const first = firstInkIndex(line);
    if (first === line.length) {
      wasBlank = true;
    } else {
      layout.lines += 1;
      if (wasBlank) layout.paragraphs += 1;
      wasBlank = false;
      layout.longestLineUnits = Math.max(layout.longestLineUnits, line.length);
      if (line.length - first > 8) {
        if (seen.has(line)) layout.repeatedLines += 1;
        else seen.add(line);
      }
      readLine(layout, line, first);
    }
    start = stop + 1;
  }
  return layout;
}

function readLine(layout: TextLayout, line: string, first: number): void {
  if (line.startsWith("```", first)) {
    if (!layout.hasOpenFence) layout.codeBlocks += 1;
    layout.hasOpenFence = !layout.hasOpenFence;
    return;
  }
  if (layout.hasOpenFence) {
    layout.codeLines += 1;
    return;
  }
  if (line.length - first < 40) layout.shortLines += 1;
  if (line.charCodeAt(lastInkIndex(line)) === 58) layout.colonEnds += 1;
  const unit = line.charCodeAt(first);
  const next = first + 1 < line.length ? line.charCodeAt(first + 1) : 32;
  if ((unit === 45 || unit === 42 || unit === 43 || unit === 0x2022) && next === 32) {
    layout.bullets += 1;
    if (first > 1) layout.nestedItems += 1;
    return;
  }
  if (unit >= 48 && unit <= 57 && isNumbered(line, first)) {
    layout.numbered += 1;
    if (first > 1) layout.nestedItems += 1;
    return;
  }
  if (unit === 35) layout.headings += 1;
  else if (unit === 124) layout.tableRows += 1;
  else if (unit === 62) layout.quotes += 1;
  else if (line.startsWith("---", first) || line.startsWith("***", first)) layout.rules += 1;
  else if (unit === 42 && next === 42) layout.boldLines += 1;
}

function isNumbered(line: string, first: number): boolean {
  let index = first;
  while (index < line.length && index < first + 3 && isDigit(line.charCodeAt(index))) index += 1;
  const mark = line.charCodeAt(index);
  return (mark === 46 || mark === 41) && line.charCodeAt(index + 1) === 32;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

function firstInkIndex(line: string): number {
  let index = 0;
  while (index < line.length && line.charCodeAt(index) <= 32) index += 1;
  return index;
}

function lastInkIndex(line: string): number {
  let index = line.length - 1;
  while (index > 0 && line.charCodeAt(index) <= 32) index -= 1;
  return index;
}

function emptyLayout(): TextLayout {
  return {
    lines: 0,
    paragraphs: 0,
    bullets: 0,
    nestedItems: 0,
    numbered: 0,
    headings: 0,
    boldLines: 0,
    quotes: 0,
    tableRows: 0,
    codeBlocks: 0,
    codeLines: 0,
    rules: 0,
    colonEnds: 0,
    shortLines: 0,
    repeatedLines: 0,
    longestLineUnits: 0,
    hasOpenFence: false,
  };
}
