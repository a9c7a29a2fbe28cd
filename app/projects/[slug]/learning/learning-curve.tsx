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

type Outputs = ApiOutputs["rewardModels"];
type Versions = Outputs["learningCurve"];

const lines = [
  { key: "all", name: "All judgments", colour: "var(--color-chart-1)", dash: undefined },
  { key: "active", name: "Active arm alone", colour: "var(--color-chart-2)", dash: "6 3" },
  { key: "control", name: "Control arm alone", colour: "var(--color-chart-3)", dash: "2 3" },
] as const;

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
      {points.some((point) => point.all !== undefined) && <CurvePlot points={points} />}
      <details>
        <summary className="w-fit rounded-control px-2 py-1 text-sm text-muted hover:bg-hover">
          Show as a table
        </summary>
        <VersionTable versions={versions} />
      </details>
    </div>
  );
}

type Point = { judgments: number; all?: number; active?: number; control?: number };

/** Each learner stands at the number of judgments that it had itself. */
function listPoints(versions: Versions): Point[] {
  const points: Point[] = [];
  for (const { trainedOn, metrics } of versions) {
    points.push({ judgments: trainedOn, all: percent(metrics.holdout.accuracy) });
    if (metrics.arms === null) continue;
    points.push({
      judgments: metrics.arms.judgments,
      active: percent(metrics.arms.active.accuracy),
      control: percent(metrics.arms.control.accuracy),
    });
  }
  return points.toSorted((a, b) => a.judgments - b.judgments);
}

function percent(share: number | null): number | undefined {
  return share === null ? undefined : Math.round(share * 1000) / 10;
}

function summarise({ version, trainedOn, metrics }: Versions[number]): string {
  const { accuracy, judgments } = metrics.holdout;
  const learned = `Version ${version} learned from ${trainedOn} judgments`;
  if (accuracy === null) return `${learned}; no decisive hold-out judgments to test it on yet.`;
  return `${learned} and predicts ${percent(accuracy)} % of ${judgments} hold-out judgments right.`;
}

/** Guessing is at 50 %, so the scale begins at 40 unless something did worse. */
function floorOf(points: readonly Point[]): number {
  const shares = points.flatMap(({ all, active, control }) => [all, active, control]);
  const least = Math.min(40, ...shares.filter((share) => share !== undefined));
  return Math.max(0, Math.floor(least / 10) * 10);
}

function ticksFrom(floor: number): number[] {
  return Array.from({ length: (100 - floor) / 10 + 1 }, (_, index) => floor + 10 * index);
}

function CurvePlot({ points }: { readonly points: Point[] }) {
  const floor = floorOf(points);
  return (
    <figure aria-label="Hold-out accuracy by number of judgments; table below">
      <figcaption className="mb-3 flex flex-wrap gap-x-6 gap-y-1 text-[0.8125rem] text-muted">
        {lines.map((line) => (
          <span key={line.key} className="flex items-center gap-2">
            <svg viewBox="0 0 24 4" className="h-1 w-6" aria-hidden="true">
              <path d="M0 2h24" stroke={line.colour} strokeWidth="2" strokeDasharray={line.dash} />
            </svg>
            {line.name}
          </span>
        ))}
      </figcaption>
      <div className="h-72">
        <ResponsiveContainer
          width="100%"
          height="100%"
          initialDimension={{ width: 640, height: 288 }}
        >
          <LineChart data={points} margin={{ top: 8, right: 12, bottom: 20, left: 0 }}>
            <CartesianGrid stroke="var(--color-line)" vertical={false} />
            <XAxis
              dataKey="judgments"
              type="number"
              domain={["dataMin", "dataMax"]}
              stroke="var(--color-muted)"
              fontSize={12}
              label={{
                value: "Judgments learned from",
                position: "insideBottom",
                dy: 14,
                fontSize: 12,
                fill: "var(--color-muted)",
              }}
            />
            <YAxis
              domain={[floor, 100]}
              ticks={ticksFrom(floor)}
              unit=" %"
              width={52}
              stroke="var(--color-muted)"
              fontSize={12}
            />
            <ReferenceLine y={50} stroke="var(--color-line-strong)" strokeDasharray="4 4" />
            <Tooltip
              contentStyle={{
                background: "var(--color-raised)",
                border: "1px solid var(--color-line)",
                borderRadius: 8,
                color: "var(--color-ink)",
              }}
              labelFormatter={(judgments) => `${judgments} judgments`}
            />
            {lines.map((line) => (
              <Line
                key={line.key}
                dataKey={line.key}
                name={line.name}
                stroke={line.colour}
                strokeDasharray={line.dash}
                strokeWidth={2}
                dot={false}
                connectNulls
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function VersionTable({ versions }: { readonly versions: Versions }) {
  return (
    <div className="mt-3 max-h-96 overflow-y-auto">
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
            <Cell isNumber>{percent(metrics.holdout.accuracy) ?? "–"} %</Cell>
            <Cell isNumber>{metrics.holdout.logLoss?.toFixed(3) ?? "–"}</Cell>
            <Cell isNumber>{metrics.holdout.judgments}</Cell>
          </Row>
        ))}
      </Table>
    </div>
  );
}
