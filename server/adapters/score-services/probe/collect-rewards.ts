import type { ScoreAdapter, ScoreItem } from "#server/adapters/score-services/score-adapter.ts";
import { oddTexts, plainPairs } from "./probe-texts.ts";

/** What a text got: its reward, or the numbers of its embedding; an error as a sentence. */
export type Found = { readonly numbers: readonly number[] } | { readonly error: string };

export type Collected = {
  /** With the odd texts in the same call, whose length makes others be padded. */
  readonly mixed: ReadonlyMap<string, Found>;
  readonly together: ReadonlyMap<string, Found>;
  readonly again: ReadonlyMap<string, Found>;
  /** Asked in the opposite order, then looked up by identifier. */
  readonly reversed: ReadonlyMap<string, Found>;
  /** Each by itself, or each prompt by itself where rewards are relative. */
  readonly apart: ReadonlyMap<string, Found>;
  readonly latenciesMs: readonly number[];
  readonly gives: {
    readonly mean: boolean;
    readonly std: boolean;
    readonly members: number;
    readonly embeddingDimension: number | null;
  };
};

export const plainItems: readonly ScoreItem[] = plainPairs.flatMap(({ good, bad }) => [good, bad]);

/** Asks for the same texts in the ways that a faulty server answers differently. */
export async function collectRewards(
  adapter: ScoreAdapter,
  signal?: AbortSignal,
): Promise<Collected> {
  const mixed = await adapter.score([...plainItems, ...oddTexts.map(({ item }) => item)], signal);
  const together = await askFor(adapter, plainItems, signal);
  const again = await askFor(adapter, plainItems, signal);
  const reversed = await askFor(adapter, [...plainItems].reverse(), signal);
  const apart = new Map<string, Found>();
  const latenciesMs: number[] = [];
  for (const group of splitItems(adapter)) {
    const start = performance.now();
    for (const [id, found] of await askFor(adapter, group, signal)) {
      apart.set(id, found);
    }
    latenciesMs.push(performance.now() - start);
  }
  return {
    mixed: toFound(mixed),
    together,
    again,
    reversed,
    apart,
    latenciesMs,
    gives: describeGifts(mixed),
  };
}

type Reply = Awaited<ReturnType<ScoreAdapter["score"]>>;

export async function askFor(
  adapter: ScoreAdapter,
  items: readonly ScoreItem[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Found>> {
  return toFound(await adapter.score(items, signal));
}

function splitItems(adapter: ScoreAdapter): readonly (readonly ScoreItem[])[] {
  return adapter.isRelative
    ? plainPairs.map(({ good, bad }) => [good, bad])
    : plainItems.map((item) => [item]);
}

function toFound(reply: Reply): Map<string, Found> {
  return new Map(
    reply.items.map((item): [string, Found] => {
      if (!item.ok) {
        return [item.id, { error: item.error }];
      }
      const { mean, embedding } = item.score;
      return [item.id, { numbers: mean === null ? [...(embedding ?? [])] : [mean] }];
    }),
  );
}

function describeGifts(reply: Reply): Collected["gives"] {
  const scores = reply.items.flatMap((item) => (item.ok ? [item.score] : []));
  return {
    mean: scores.some(({ mean }) => mean !== null),
    std: scores.some(({ std }) => std !== null),
    members: Math.max(0, ...scores.map(({ members }) => members?.length ?? 0)),
    embeddingDimension:
      scores.find(({ embedding }) => embedding !== null)?.embedding?.length ?? null,
  };
}
