"use client";

import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { judgmentsAxis, percentTicks, tooltipStyle, toPercent } from "./chart-words.ts";
import { TableView } from "./table-view.tsx";

type Outputs = ApiOutputs["rewardModels"];
type Versions = Outputs["learningCurve"];

export function LearningCurve({
  versions,
  warmup,
}: {
  readonly versions: Versions;
  readonly warmup: Outputs["queue"]["warmup"];
}) {
  const latest = versions.at(-1);
  if (latest === undefined) {
    return (
      <p className="max-w-prose text-muted">
        The first model is fitted after {warmup.needed} judgments; there are {warmup.done} so far.
      </p>
    );
  }
  const points = listPoints(versions);
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-prose">{summarise(latest)}</p>
      {points.length > 1 && <CurvePlot points={points} />}
      <TableView>
        <VersionTable versions={versions} />
      </TableView>
    </div>
  );
}

type Point = { readonly judgments: number; readonly accuracy: number };

function listPoints(versions: Versions): Point[] {
  return versions.flatMap(({ trainedOn, metrics }) => {
    const { accuracy } = metrics.holdout;
    return accuracy === null ? [] : [{ judgments: trainedOn, accuracy: toPercent(accuracy) }];
  });
}

function summarise({ version, trainedOn, metrics }: Versions[number]): string {
  const { accuracy, judgments } = metrics.holdout;
  const learned = `Version ${version} learned from ${trainedOn} judgments`;
  if (accuracy === null) return `${learned}; no decisive hold-out judgments to test it on yet.`;
  return `${learned} and predicts ${toPercent(accuracy)} % of ${judgments} hold-out judgments right.`;
}

function CurvePlot({ points }: { readonly points: Point[] }) {
  // Guessing is at 50 %, so the scale begins at 40 unless something did worse.
  const ticks = percentTicks(Math.min(40, ...points.map(({ accuracy }) => accuracy)), 100);
  return (
    <figure aria-label="Hold-out accuracy by number of judgments; table below">
      <div className="h-72">
        <ResponsiveContainer
          width="100%"
          height="100%"
          initialDimension={{ width: 640, height: 288 }}
        >
          <LineChart data={points} margin={{ top: 8, right: 12, bottom: 20, left: 0 }}>
            <CartesianGrid stroke="var(--color-line)" vertical={false} />
            <XAxis {...judgmentsAxis("Judgments learned from")} />
            <YAxis
              domain={[ticks[0] ?? 0, 100]}
              ticks={ticks}
              unit=" %"
              width={52}
              stroke="var(--color-muted)"
              fontSize={12}
            />
            <ReferenceLine y={50} stroke="var(--color-line-strong)" strokeDasharray="4 4" />
            <Tooltip
              contentStyle={tooltipStyle}
              labelFormatter={(judgments) => `${judgments} judgments`}
            />
            <Line
              dataKey="accuracy"
              name="Hold-out accuracy"
              unit=" %"
              stroke="var(--color-chart-1)"
              strokeWidth={2}
              dot={{ r: 2.5 }}
              isAnimationActive={false}
            />
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function VersionTable({ versions }: { readonly versions: Versions }) {
  return (
    <Table
      label="Reward model versions on the hold-out slice"
      head={
        <>
          <HeadCell isNumber>Version</HeadCell>
          <HeadCell isNumber>Learned from</HeadCell>
          <HeadCell isNumber>Hold-out accuracy</HeadCell>
          <HeadCell isNumber>Log-loss</HeadCell>
          <HeadCell isNumber>Tested on</HeadCell>
        </>
      }
    >
      {versions.toReversed().map(({ version, trainedOn, metrics }) => (
        <Row key={version}>
          <Cell isNumber>{version}</Cell>
          <Cell isNumber>{trainedOn}</Cell>
          <Cell isNumber>
            {metrics.holdout.accuracy === null ? "–" : `${toPercent(metrics.holdout.accuracy)} %`}
          </Cell>
          <Cell isNumber>{metrics.holdout.logLoss?.toFixed(3) ?? "–"}</Cell>
          <Cell isNumber>{metrics.holdout.judgments}</Cell>
        </Row>
      ))}
    </Table>
  );
}
