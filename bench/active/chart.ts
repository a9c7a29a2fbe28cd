import { defaultPolicy } from "#server/core/reward/policies.ts";
import type { PolicySummary } from "./summarise.ts";

const size = { width: 720, height: 420, left: 56, right: 170, top: 44, bottom: 46 };
const colours = ["#6b7280", "#d97706", "#dc2626", "#0f766e", "#7c3aed", "#2563eb", "#be185d"];

/** Learning curves of all policies as a self-contained SVG; the band is ± one standard error. */
export function drawCurves(title: string, summaries: readonly PolicySummary[]): string {
  const from = summaries[0].judgments[0];
  const to = summaries[0].judgments.at(-1) ?? from + 1;
  const means = summaries.flatMap(({ accuracy }) => accuracy.map(({ mean }) => mean));
  const low = Math.floor(Math.min(...means));
  const high = Math.ceil(Math.max(...means) + 0.3);
  const x = (judgments: number) =>
    size.left + ((size.width - size.left - size.right) * (judgments - from)) / (to - from);
  const y = (percent: number) =>
    size.height -
    size.bottom -
    ((size.height - size.top - size.bottom) * (percent - low)) / (high - low);
  const axes = drawAxes({ x, y, from, to, low, high });
  const lines = summaries.map((summary, index) => drawLine(summary, { x, y, index }));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="${size.left}" y="24" font-size="15" font-weight="600" fill="#111827">${title}</text>`,
    ...axes,
    ...lines,
    "</svg>\n",
  ].join("\n");
}

type Axes = {
  x: (judgments: number) => number;
  y: (percent: number) => number;
  from: number;
  to: number;
  low: number;
  high: number;
};

function drawAxes({ x, y, from, to, low, high }: Axes): string[] {
  const parts: string[] = [];
  const right = size.width - size.right;
  for (let percent = low; percent <= high; percent += high - low > 8 ? 2 : 1) {
    parts.push(
      `<line x1="${size.left}" x2="${right}" y1="${y(percent)}" y2="${y(percent)}" stroke="#e5e7eb"/>`,
      `<text x="${size.left - 8}" y="${y(percent) + 4}" text-anchor="end" fill="#4b5563">${percent} %</text>`,
    );
  }
  for (let judgments = Math.ceil(from / 128) * 128; judgments <= to; judgments += 128) {
    parts.push(
      `<text x="${x(judgments)}" y="${size.height - size.bottom + 20}" text-anchor="middle" fill="#4b5563">${judgments}</text>`,
    );
  }
  parts.push(
    `<text x="${(size.left + right) / 2}" y="${size.height - 8}" text-anchor="middle" fill="#4b5563">judgments</text>`,
  );
  return parts;
}

function drawLine(
  { policy, judgments, accuracy }: PolicySummary,
  { x, y, index }: Pick<Axes, "x" | "y"> & { index: number },
): string {
  const colour = colours[index % colours.length];
  const point = (k: number, percent: number) =>
    `${x(judgments[k]).toFixed(1)},${y(percent).toFixed(1)}`;
  const line = accuracy.map(({ mean }, k) => point(k, mean)).join(" ");
  const band = [
    ...accuracy.map(({ mean, error }, k) => point(k, mean + error)),
    ...accuracy.map(({ mean, error }, k) => point(k, mean - error)).reverse(),
  ].join(" ");
  const isLead = policy === defaultPolicy || policy === "uniform";
  const legendY = size.top + 8 + 22 * index;
  const legendX = size.width - size.right + 18;
  return [
    isLead ? `<polygon points="${band}" fill="${colour}" opacity="0.15"/>` : "",
    `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="${isLead ? 2.5 : 1.4}"/>`,
    `<line x1="${legendX}" x2="${legendX + 20}" y1="${legendY}" y2="${legendY}" stroke="${colour}" stroke-width="${isLead ? 3 : 2}"/>`,
    `<text x="${legendX + 28}" y="${legendY + 4}" fill="#111827">${policy}</text>`,
  ].join("\n");
}
