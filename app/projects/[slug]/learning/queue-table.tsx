import { ProgressBar } from "#app/components/progress-bar.tsx";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { entryWords } from "./queue-words.ts";

type Queue = ApiOutputs["rewardModels"]["queue"];

export function QueueTable({ queue }: { readonly queue: Queue }) {
  if (queue.entries.length === 0) {
    return queue.warmup.done < queue.warmup.needed ? (
      <BeforeFirstModel warmup={queue.warmup} />
    ) : (
      <p className="max-w-prose text-muted">
        The queue is empty: either the next ranking is a moment away, or every training pair has the
        judgments it wants. Meanwhile the active arm draws uniformly. Import more prompts, or raise
        the judgments per pair in the settings.
      </p>
    );
  }
  return (
    <Table
      label="Pairs that would be asked next"
      head={
        <>
          <HeadCell>Prompt</HeadCell>
          <HeadCell>First and second</HeadCell>
          <HeadCell isNumber>First wins</HeadCell>
          <HeadCell isNumber title="What the answer would teach, in nats">
            Epistemic
          </HeadCell>
          <HeadCell isNumber title="What no answer would settle, in nats">
            Aleatoric
          </HeadCell>
        </>
      }
    >
      {queue.entries.map((entry) => (
        <EntryRow key={entry.pairId} entry={entry} policyName={queue.policyName} />
      ))}
    </Table>
  );
}

type EntryRowProps = {
  readonly entry: Queue["entries"][number];
  readonly policyName: Queue["policyName"];
};

function EntryRow({ entry, policyName }: EntryRowProps) {
  const words = entryWords(entry, policyName);
  return (
    <Row>
      <Cell className="min-w-56">
        <span className="line-clamp-2" dir="auto">
          {entry.prompt}
        </span>
        {words !== null && <span className="block text-xs text-muted">{words}</span>}
        {!entry.isOpen && <span className="block text-xs text-muted">Being judged or done</span>}
      </Cell>
      <Cell className="whitespace-nowrap text-muted">
        {entry.firstModel}
        <br />
        {entry.secondModel}
      </Cell>
      <Cell isNumber>{Math.round(entry.pFirst * 100)} %</Cell>
      <Cell isNumber>{entry.epistemic.toFixed(3)}</Cell>
      <Cell isNumber>{entry.aleatoric.toFixed(3)}</Cell>
    </Row>
  );
}

function BeforeFirstModel({ warmup }: { readonly warmup: Queue["warmup"] }) {
  return (
    <div className="max-w-prose">
      <p className="mb-4 text-muted">
        Pairs are served uniformly at random until there is something to learn from. The queue
        appears with the first model.
      </p>
      <ProgressBar
        label="Judgments before the first model"
        value={Math.min(warmup.done, warmup.needed)}
        max={warmup.needed}
        text={`${warmup.done} of ${warmup.needed} judgments before the first model`}
      />
    </div>
  );
}
