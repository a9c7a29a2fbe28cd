"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Section } from "#app/components/section.tsx";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import { formatCount, formatNumberOf } from "#app/format.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";

type Content = ApiOutputs["imports"]["content"];

const sliceWords = {
  train: "Training",
  holdout: "Hold-out",
} as const satisfies Record<Content["bySlice"][number]["slice"], string>;

const modelsShownMax = 8;

/** What the project holds now. */
export function ContentSection({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const { data: content } = useSuspenseQuery(trpc.imports.content.queryOptions({ projectId }));
  return (
    <Section
      title="In this project"
      description="Hold-out prompts are served uniformly and never trained on, so that the model can be judged on them."
    >
      {content.prompts === 0 ? (
        <p className="text-sm text-muted">Nothing yet. Import a file to begin.</p>
      ) : (
        <div className="flex flex-col gap-8">
          <Slices content={content} />
          <details open={content.models.length <= modelsShownMax}>
            <summary className="mb-2 w-fit rounded-control text-sm font-medium text-accent">
              {formatNumberOf(content.models.length, "model")}
            </summary>
            <Models content={content} />
          </details>
        </div>
      )}
    </Section>
  );
}

function Slices({ content }: { readonly content: Content }) {
  const rows = [
    ...content.bySlice.map((row) => ({ ...row, name: sliceWords[row.slice] })),
    { name: "All", prompts: content.prompts, pairs: content.pairs },
  ];
  return (
    <div>
      <Table
        label="Prompts and pairs"
        head={
          <>
            <HeadCell>Slice</HeadCell>
            <HeadCell isNumber>Prompts</HeadCell>
            <HeadCell isNumber>Pairs</HeadCell>
          </>
        }
      >
        {rows.map((row) => (
          <Row key={row.name}>
            <Cell>{row.name}</Cell>
            <Cell isNumber>{formatCount(row.prompts)}</Cell>
            <Cell isNumber>{formatCount(row.pairs)}</Cell>
          </Row>
        ))}
      </Table>
      {content.deadPairs.length > 0 && (
        <div className="mt-3 text-sm text-muted">
          <p>Pairs with nothing to choose between are never served and never exported:</p>
          <ul className="mt-1 list-disc ps-5">
            {content.deadPairs.map(({ reason, pairs }) => (
              <li key={reason}>
                {formatNumberOf(pairs, "pair")}: {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Models({ content }: { readonly content: Content }) {
  return (
    <Table
      label="Models"
      head={
        <>
          <HeadCell>Model</HeadCell>
          <HeadCell isNumber>Responses</HeadCell>
        </>
      }
    >
      {content.models.map((model) => (
        <Row key={model.name}>
          <Cell className="break-all">
            <bdi>{model.name}</bdi>
          </Cell>
          <Cell isNumber>{formatCount(model.completions)}</Cell>
        </Row>
      ))}
    </Table>
  );
}
