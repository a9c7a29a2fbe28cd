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
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import { formatCount } from "#app/format.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import type { ModelDrift } from "#server/contracts/learning-proof.ts";
import { ChartLegend } from "./chart-legend.tsx";
import { tooltipStyle, toPercent } from "./chart-words.ts";
import { TableView } from "./table-view.tsx";

type Versions = ApiOutputs["rewardModels"]["learningCurve"];
type VersionDrift = ModelDrift & { readonly version: number };

const series = [
  {
    key: "flipped",
    name: "Predicted winners that changed",
    unit: " %",
    colour: "var(--color-chart-2)",
    dash: undefined,
  },
  {
    key: "moved",
    name: "Mean change of the predicted probability, in points",
    unit: " points",
    colour: "var(--color-chart-1)",
    dash: "5 4",
  },
] as const;

/** How much predictions moved from each version to the next. */
export function DriftPlot({ versions }: { readonly versions: Versions }) {
  const drifts = versions.flatMap(({ version, metrics: { drift } }) =>
    drift === null ? [] : [{ ...drift, version }],
  );
  if (drifts.length < 2) return null;
  return (
    <div className="mb-8">
      <h3 className="mb-2 text-sm font-semibold">Drift since the version before</h3>
      <Lines drifts={drifts} />
      <TableView>
        <DriftTable drifts={drifts} />
      </TableView>
    </div>
  );
}

function Lines({ drifts }: { readonly drifts: readonly VersionDrift[] }) {
  const points = drifts.map(({ version, flippedShare, meanChange }) => ({
    version,
    flipped: toPercent(flippedShare),
    moved: toPercent(meanChange),
  }));
  return (
    <figure aria-label="Drift from version to version; table below">
      <ChartLegend series={series} />
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
            {series.map(({ key, name, unit, colour, dash }) => (
              <Line
                key={key}
                dataKey={key}
                name={name}
                unit={unit}
                stroke={colour}
                strokeDasharray={dash}
                strokeWidth={2}
                dot={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function DriftTable({ drifts }: { readonly drifts: readonly VersionDrift[] }) {
  return (
    <Table
      label="Drift from version to version"
      head={
        <>
          <HeadCell isNumber>Version</HeadCell>
          <HeadCell isNumber>Since</HeadCell>
          <HeadCell isNumber>Pairs compared</HeadCell>
          <HeadCell isNumber>Winners changed</HeadCell>
          <HeadCell isNumber>Mean change</HeadCell>
        </>
      }
    >
      {drifts.toReversed().map((drift) => (
        <Row key={drift.version}>
          <Cell isNumber>{drift.version}</Cell>
          <Cell isNumber>{drift.since}</Cell>
          <Cell isNumber>{formatCount(drift.pairs)}</Cell>
          <Cell isNumber>{toPercent(drift.flippedShare).toFixed(1)} %</Cell>
          <Cell isNumber>{toPercent(drift.meanChange).toFixed(1)} points</Cell>
        </Row>
      ))}
    </Table>
  );
}
