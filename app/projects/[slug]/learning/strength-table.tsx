import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import type { StrengthAccuracy } from "#server/contracts/learning-proof.ts";
import { estimateWords, toPercent } from "./chart-words.ts";

/** Clear preferences should be predicted better than faint ones; if not, something is off. */
export function StrengthTable({ rows }: { readonly rows: readonly StrengthAccuracy[] }) {
  return (
    <Table
      label="Accuracy by strength of preference"
      head={
        <>
          <HeadCell>Strength</HeadCell>
          <HeadCell className="w-2/5">
            <span className="sr-only">As a bar</span>
          </HeadCell>
          <HeadCell isNumber>Predicted right</HeadCell>
          <HeadCell isNumber>Judgments</HeadCell>
        </>
      }
    >
      {rows.map((row) => (
        <Row key={`${row.strength}-${row.strengthLevels}`}>
          <Cell className="whitespace-nowrap">{strengthWords(row)}</Cell>
          <Cell>
            <IntervalBar {...row.accuracy} />
          </Cell>
          <Cell isNumber className="whitespace-nowrap">
            {estimateWords(row.accuracy)}
          </Cell>
          <Cell isNumber>{row.judgments}</Cell>
        </Row>
      ))}
    </Table>
  );
}

function strengthWords({ strength, strengthLevels }: StrengthAccuracy): string {
  if (strength === null) return "Side only";
  return strengthLevels === null ? String(strength) : `${strength} of ${strengthLevels}`;
}

/** The value as a bar from 0 to 100 %, the interval as a line across its end. */
function IntervalBar({ value, lower, upper }: StrengthAccuracy["accuracy"]) {
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="h-2.5 w-full" aria-hidden="true">
      <rect width="100" height="8" rx="1" className="fill-hover" />
      <rect width={toPercent(value)} height="8" rx="1" className="fill-accent" opacity="0.55" />
      <rect
        x={toPercent(lower)}
        y="3"
        width={Math.max(0.4, toPercent(upper) - toPercent(lower))}
        height="2"
        className="fill-ink"
      />
    </svg>
  );
}
