import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import { formatCount, formatMoment } from "#app/format.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { toPercent } from "./chart-words.ts";

type Rescoring = ApiOutputs["rewardModels"]["rescorings"][number];

/** What ranking under another version would change. */
export function Rescorings({ rescorings }: { readonly rescorings: readonly Rescoring[] }) {
  if (rescorings.length === 0) return null;
  return (
    <div className="mt-8">
      <h3 className="mb-2 text-sm font-semibold">Re-scored</h3>
      <Table
        label="Re-scoring reports"
        head={
          <>
            <HeadCell isNumber>Version</HeadCell>
            <HeadCell>Asked</HeadCell>
            <HeadCell isNumber>Pairs</HeadCell>
            <HeadCell isNumber>Hold-out accuracy</HeadCell>
            <HeadCell isNumber>Winners that differ from now</HeadCell>
          </>
        }
      >
        {rescorings.map((rescoring) => (
          <RescoringRow key={rescoring.id} rescoring={rescoring} />
        ))}
      </Table>
    </div>
  );
}

function RescoringRow({ rescoring }: { readonly rescoring: Rescoring }) {
  const { version, createdAt, report, fault } = rescoring;
  return (
    <Row>
      <Cell isNumber>{version}</Cell>
      <Cell className="whitespace-nowrap">{formatMoment(createdAt)}</Cell>
      {report === null ? (
        <Cell colSpan={3} className="text-muted">
          {fault ?? "On its way…"}
        </Cell>
      ) : (
        <>
          <Cell isNumber>{formatCount(report.pairs)}</Cell>
          <Cell isNumber>
            {report.holdout.accuracy === null
              ? "–"
              : `${toPercent(report.holdout.accuracy).toFixed(1)} %`}
          </Cell>
          <Cell isNumber>
            {report.drift === null ? "–" : `${toPercent(report.drift.flippedShare).toFixed(1)} %`}
          </Cell>
        </>
      )}
    </Row>
  );
}
