"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import type { CurvePoint } from "#server/contracts/learning-proof.ts";
import { ChartLegend } from "./chart-legend.tsx";
import {
  estimateWords,
  judgmentsAxis,
  percentTicks,
  tooltipStyle,
  toPercent,
} from "./chart-words.ts";
import { TableView } from "./table-view.tsx";

const arms = [
  { key: "active", name: "Active arm alone", colour: "var(--color-chart-1)", dash: undefined },
  { key: "control", name: "Control arm alone", colour: "var(--color-chart-3)", dash: "5 4" },
] as const;

/** Both learners at equal numbers of judgments on the same hold-out judgments, with 95 % intervals. */
export function ProofCurve({ curve }: { readonly curve: readonly CurvePoint[] }) {
  if (curve.length === 0) return null;
  return (
    <>
      {curve.length > 1 && <CurvePlot curve={curve} />}
      <TableView>
        <CurveTable curve={curve} />
      </TableView>
    </>
  );
}

function CurvePlot({ curve }: { readonly curve: readonly CurvePoint[] }) {
  const points = curve.map(({ judgments, active, control }) => ({
    judgments,
    active: toPercent(active.value),
    control: toPercent(control.value),
    activeRange: [toPercent(active.lower), toPercent(active.upper)],
    controlRange: [toPercent(control.lower), toPercent(control.upper)],
  }));
  const values = points.flatMap((point) => [...point.activeRange, ...point.controlRange]);
  const ticks = percentTicks(Math.min(...values), Math.max(...values));
  return (
    <figure aria-label="Hold-out accuracy of the two arms by number of judgments; table below">
      <ChartLegend series={arms}>Bands: 95 % intervals over hold-out prompts</ChartLegend>
      <div className="h-72" dir="ltr">
        <ResponsiveContainer
          width="100%"
          height="100%"
          initialDimension={{ width: 640, height: 288 }}
        >
          <ComposedChart data={points} margin={{ top: 8, right: 12, bottom: 20, left: 0 }}>
            <CartesianGrid stroke="var(--color-line)" vertical={false} />
            <XAxis {...judgmentsAxis("Judgments of each arm")} />
            <YAxis
              domain={[ticks[0] ?? 0, ticks.at(-1) ?? 100]}
              ticks={ticks}
              unit=" %"
              width={52}
              stroke="var(--color-muted)"
              fontSize={12}
            />
            <Tooltip
              contentStyle={tooltipStyle}
              labelFormatter={(judgments) => `${judgments} judgments each`}
            />
            {arms.map(({ key, colour }) => (
              <Area
                key={key}
                dataKey={`${key}Range`}
                stroke="none"
                fill={colour}
                fillOpacity={0.14}
                tooltipType="none"
                activeDot={false}
                isAnimationActive={false}
              />
            ))}
            {arms.map(({ key, name, colour, dash }) => (
              <Line
                key={key}
                dataKey={key}
                name={name}
                unit=" %"
                stroke={colour}
                strokeDasharray={dash}
                strokeWidth={2}
                dot={{ r: 2.5, strokeDasharray: "none" }}
                isAnimationActive={false}
              />
            ))}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function CurveTable({ curve }: { readonly curve: readonly CurvePoint[] }) {
  return (
    <Table
      label="Hold-out accuracy of the two arms"
      head={
        <>
          <HeadCell isNumber>Judgments each</HeadCell>
          <HeadCell isNumber>Active</HeadCell>
          <HeadCell isNumber>Control</HeadCell>
          <HeadCell isNumber>Difference</HeadCell>
          <HeadCell isNumber>Log-loss, active</HeadCell>
          <HeadCell isNumber>Log-loss, control</HeadCell>
        </>
      }
    >
      {curve.map((point) => (
        <Row key={point.judgments}>
          <Cell isNumber>{point.judgments}</Cell>
          <Cell isNumber>{estimateWords(point.active)}</Cell>
          <Cell isNumber>{estimateWords(point.control)}</Cell>
          <Cell isNumber>{estimateWords(point.difference)}</Cell>
          <Cell isNumber>{point.activeLogLoss.toFixed(3)}</Cell>
          <Cell isNumber>{point.controlLogLoss.toFixed(3)}</Cell>
        </Row>
      ))}
    </Table>
  );
}
