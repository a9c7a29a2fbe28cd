import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";

type Group = ApiOutputs["leaderboards"]["models"]["groups"][number];

/** Ratings on one scale, each with its interval drawn beside the figures. */
export function ModelGroup({ group }: { readonly group: Group }) {
  const low = Math.min(...group.rows.map((row) => row.lower));
  const high = Math.max(...group.rows.map((row) => row.upper));
  return (
    <section className="mb-10" aria-label="Ratings">
      <Table
        label="Models by rating"
        head={
          <>
            <HeadCell isNumber>Rank</HeadCell>
            <HeadCell>Model</HeadCell>
            <HeadCell isNumber>Rating</HeadCell>
            <HeadCell isNumber>95 % interval</HeadCell>
            <HeadCell className="hidden w-2/5 md:table-cell">
              <span className="sr-only">Interval, drawn</span>
            </HeadCell>
            <HeadCell isNumber>Judgments</HeadCell>
          </>
        }
      >
        {group.rows.map((row) => (
          <Row key={row.name}>
            <Cell isNumber className="text-muted">
              {row.bestRank === row.worstRank ? row.bestRank : `${row.bestRank}–${row.worstRank}`}
            </Cell>
            <Cell className="font-medium whitespace-nowrap">{row.name}</Cell>
            <Cell isNumber>{Math.round(row.rating)}</Cell>
            <Cell isNumber className="whitespace-nowrap text-muted">
              {Math.round(row.lower)} to {Math.round(row.upper)}
            </Cell>
            <Cell className="hidden md:table-cell">
              <Interval row={row} low={low} high={high} />
            </Cell>
            <Cell isNumber>{row.judgments.toLocaleString("en")}</Cell>
          </Row>
        ))}
      </Table>
      {group.isRegularised && (
        <p className="mt-3 max-w-prose text-sm text-muted">
          Some of these models have not both won and lost against the others yet. Their ratings are
          held back by one assumed tie a pair until they have.
        </p>
      )}
    </section>
  );
}

function Interval(props: {
  readonly row: Group["rows"][number];
  readonly low: number;
  readonly high: number;
}) {
  const { row, low, high } = props;
  const place = (rating: number) => (high > low ? ((rating - low) / (high - low)) * 100 : 50);
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="h-3 w-full" aria-hidden="true">
      <rect
        x={place(row.lower)}
        width={Math.max(0.5, place(row.upper) - place(row.lower))}
        y="3"
        height="2"
        className="fill-accent opacity-35"
      />
      <rect x={place(row.rating) - 0.4} width="0.8" y="0.5" height="7" className="fill-accent" />
    </svg>
  );
}
