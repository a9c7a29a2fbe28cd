"use client";

import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { tooltipStyle, toPercent } from "./chart-words.ts";

type Versions = ApiOutputs["rewardModels"]["learningCurve"];

/** How much predictions moved from version to version; the table of versions has the figures. */
export function DriftPlot({ versions }: { readonly versions: Versions }) {
  const points = versions.flatMap(({ version, metrics: { drift } }) =>
    drift === null
      ? []
      : [
          {
            version,
            flipped: toPercent(drift.flippedShare),
            moved: toPercent(drift.meanChange),
          },
        ],
  );
  if (points.length < 2) return null;
  return (
    <figure
      aria-label="Drift from version to version; figures in the table of versions"
      className="mb-6"
    >
      <figcaption className="mb-3 text-[0.8125rem] text-muted">
        Share of predicted winners that changed since the version before
      </figcaption>
      <div className="h-40" dir="ltr">
        <ResponsiveContainer
          width="100%"
          height="100%"
          initialDimension={{ width: 640, height: 160 }}
        >
          <LineChart data={points} margin={{ top: 8, right: 12, bottom: 4, left: 0 }}>
            <CartesianGrid stroke="var(--color-line)" vertical={false} />
            <XAxis dataKey="version" stroke="var(--color-muted)" fontSize={12} />
            <YAxis
              unit=" %"
              width={52}
              domain={[0, "auto"]}
              stroke="var(--color-muted)"
              fontSize={12}
            />
            <Tooltip contentStyle={tooltipStyle} labelFormatter={(label) => `Version ${label}`} />
            <Line
              dataKey="flipped"
              name="Flipped"
              unit=" %"
              stroke="var(--color-chart-2)"
              strokeWidth={2}
              dot={false}
              isAnimationActive={false}
            />
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}
