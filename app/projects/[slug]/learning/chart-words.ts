import type { Estimate } from "#server/contracts/learning-proof.ts";

/** 0.713 as 71.3. */
export function toPercent(share: number): number {
  return Math.round(share * 1000) / 10;
}

/** A share with its interval: “71.3 % (68.0 to 74.5)”. */
export function estimateWords({ value, lower, upper }: Estimate): string {
  return `${toPercent(value).toFixed(1)} % (${toPercent(lower).toFixed(1)} to ${toPercent(upper).toFixed(1)})`;
}

/** How every plot's pop-up looks. */
export const tooltipStyle = {
  background: "var(--color-raised)",
  border: "1px solid var(--color-line)",
  borderRadius: 8,
  color: "var(--color-ink)",
  fontSize: 13,
} as const;

/** The axis of how many judgments a learner had, with what they are written below it. */
export function judgmentsAxis(words: string) {
  return {
    dataKey: "judgments",
    type: "number",
    domain: ["dataMin", "dataMax"],
    stroke: "var(--color-muted)",
    fontSize: 12,
    label: {
      value: words,
      position: "insideBottom",
      dy: 14,
      fontSize: 12,
      fill: "var(--color-muted)",
    },
  } as const;
}

/** Round percentages from below the lowest value to above the highest, evenly spaced. */
export function percentTicks(lowest: number, highest: number): number[] {
  const span = highest - lowest;
  const step = span > 50 ? 20 : span > 20 ? 10 : 5;
  const first = Math.max(0, Math.floor(lowest / step));
  const last = Math.min(100 / step, Math.ceil(highest / step));
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}
