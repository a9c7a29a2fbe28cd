"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { Button } from "#app/components/button.tsx";
import { Dialog } from "#app/components/dialog.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";

type PairPickerProps = {
  readonly projectId: string;
  onPick(pairId: number): void;
  onClose(): void;
};

/** As many as the server lists at a time. */
const pageSize = 20;

/** Finds a pair by the words of its prompt. */
export function PairPicker({ projectId, onPick, onClose }: PairPickerProps) {
  const trpc = useTRPC();
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search);
  const pages = useInfiniteQuery(
    trpc.gold.candidates.infiniteQueryOptions(
      { projectId, search: wanted },
      { getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.pairId) },
    ),
  );
  const pairs = pages.data?.pages.flat() ?? [];
  return (
    <Dialog title="Choose a pair" isOpen onClose={onClose}>
      <TextField
        label="Words of the prompt"
        type="search"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {pages.error && (
        <p role="alert" className="text-sm text-danger">
          {faultWords(pages.error)}
        </p>
      )}
      {pages.isSuccess && pairs.length === 0 && (
        <p className="text-sm text-muted">
          {wanted === ""
            ? "There is no pair to choose. Import prompts first; pairs of the hold-out slice are not offered."
            : "No prompt has these words."}
        </p>
      )}
      <ul className="-mx-2 flex flex-col">
        {pairs.map((pair) => (
          <li key={pair.pairId}>
            <button
              type="button"
              onClick={() => onPick(pair.pairId)}
              className="flex w-full items-baseline justify-between gap-4 rounded-control px-2 py-2 text-start text-sm hover:bg-hover"
            >
              <span dir="auto" className="line-clamp-2">
                {pair.prompt}
              </span>
              <span className="shrink-0 text-xs text-muted tabular-nums">
                {pair.judged === 0 ? "not judged" : `judged ${pair.judged}×`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          More
        </Button>
      )}
    </Dialog>
  );
}
