"use client";

import {
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import type { CalibrationBin } from "#server/contracts/learning-proof.ts";
import { estimateWords, tooltipStyle, toPercent } from "./chart-words.ts";
import { TableView } from "./table-view.tsx";

const ticks = [0, 25, 50, 75, 100];

/** How often the first response was preferred where the model said so often; the diagonal is perfect. */
export function CalibrationPlot({ bins }: { readonly bins: readonly CalibrationBin[] }) {
  const points = bins.map(({ predicted, observed, judgments }) => ({
    predicted: toPercent(predicted),
    observed: toPercent(observed.value),
    spread: [
      toPercent(observed.value - observed.lower),
      toPercent(observed.upper - observed.value),
    ],
    judgments,
  }));
  return (
    <>
      <figure aria-label="Predicted against observed preference; table below">
        <div className="aspect-square max-h-80 max-w-full" dir="ltr">
          <ResponsiveContainer
            width="100%"
            height="100%"
            initialDimension={{ width: 320, height: 320 }}
          >
            <ScatterChart margin={{ top: 8, right: 12, bottom: 20, left: 0 }}>
              <CartesianGrid stroke="var(--color-line)" />
              <XAxis
                dataKey="predicted"
                type="number"
                name="Predicted"
                unit=" %"
                domain={[0, 100]}
                ticks={ticks}
                stroke="var(--color-muted)"
                fontSize={12}
                label={{
                  value: "Predicted",
                  position: "insideBottom",
                  dy: 14,
                  fontSize: 12,
                  fill: "var(--color-muted)",
                }}
              />
              <YAxis
                dataKey="observed"
                type="number"
                name="Observed"
                unit=" %"
                domain={[0, 100]}
                ticks={ticks}
                width={52}
                stroke="var(--color-muted)"
                fontSize={12}
              />
              <ReferenceLine
                segment={[
                  { x: 0, y: 0 },
                  { x: 100, y: 100 },
                ]}
                stroke="var(--color-line-strong)"
                strokeDasharray="4 4"
              />
              <Tooltip contentStyle={tooltipStyle} />
              <Scatter data={points} fill="var(--color-chart-1)" isAnimationActive={false}>
                <ErrorBar
                  dataKey="spread"
                  direction="y"
                  width={5}
                  stroke="var(--color-chart-1)"
                  isAnimationActive={false}
                />
              </Scatter>
            </ScatterChart>
          </ResponsiveContainer>
        </div>
      </figure>
      <TableView>
        <BinTable bins={bins} />
      </TableView>
    </>
  );
}

function BinTable({ bins }: { readonly bins: readonly CalibrationBin[] }) {
  return (
    <Table
      label="Calibration on the hold-out slice"
      head={
        <>
          <HeadCell isNumber>Range</HeadCell>
          <HeadCell isNumber>Judgments</HeadCell>
          <HeadCell isNumber>Mean prediction</HeadCell>
          <HeadCell isNumber>First preferred</HeadCell>
        </>
      }
    >
      {bins.map((bin) => (
        <Row key={bin.from}>
          <Cell isNumber>
            {toPercent(bin.from)}–{toPercent(bin.to)} %
          </Cell>
          <Cell isNumber>{bin.judgments}</Cell>
          <Cell isNumber>{toPercent(bin.predicted).toFixed(1)} %</Cell>
          <Cell isNumber>{estimateWords(bin.observed)}</Cell>
        </Row>
      ))}
    </Table>
  );
}
