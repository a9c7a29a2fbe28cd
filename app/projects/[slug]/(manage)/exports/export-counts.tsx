import { classNames } from "#app/components/class-names.ts";
import { formatCount } from "#app/format.ts";
import type { ExportManifest } from "#server/contracts/export.ts";

/** What became of every judgment and of every judged pair: each column sums to its first line. */
export function ExportCounts({ manifest }: { readonly manifest: ExportManifest }) {
  const { judgments, pairs, prompts } = manifest;
  return (
    <div className="mt-3 grid gap-x-10 gap-y-6 text-sm sm:grid-cols-2">
      <Sum
        rows={[
          ["Judgments recorded", judgments.recorded],
          ["withdrawn or superseded", judgments.withdrawnOrSuperseded],
          ["for one side", judgments.decisive],
          ["ties", judgments.tie],
          ["both bad", judgments.bothBad],
          ["repeats, which are not counted", judgments.repeats],
          ["gold, which is not counted", judgments.gold],
        ]}
      />
      <Sum
        rows={[
          ["Pairs judged", pairs.judged],
          [exportedWords(pairs), pairs.exported],
          ["left out: judged even", pairs.droppedTied],
          ["left out: both bad", pairs.droppedBothBad],
          ["left out: too few judgments", pairs.droppedTooFew],
          ["left out: identical responses", pairs.droppedIdentical],
        ]}
      />
      <p className="text-muted sm:col-span-2">
        {formatCount(prompts.train)} prompts in train, {formatCount(prompts.test)} in test, of which{" "}
        {formatCount(prompts.testFromHoldout)} from the hold-out slice.
      </p>
    </div>
  );
}

function exportedWords({ exportedBothWays }: ExportManifest["pairs"]): string {
  if (exportedBothWays === 0) return "exported";
  return `exported, ${formatCount(exportedBothWays)} of them both ways`;
}

type SumProps = { readonly rows: readonly (readonly [name: string, count: number])[] };

function Sum({ rows }: SumProps) {
  return (
    <dl className="flex flex-col">
      {rows.map(([name, count], index) => (
        <div
          key={name}
          className={classNames(
            "flex justify-between gap-4 border-b border-line py-1.5",
            index === 0 ? "font-medium" : "text-muted",
          )}
        >
          <dt>{name}</dt>
          <dd className="tabular-nums">{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
