import {
  isCloseWithin,
  listNumbers,
  measureSpread,
} from "#server/adapters/score-services/model-version.ts";
import type {
  FindMisplaced,
  ScoreAdapter,
  ScoreItem,
  ScoreReply,
} from "#server/adapters/score-services/score-adapter.ts";
import type { ScoreServiceKind } from "#server/contracts/score-service.ts";
import { ModelVersionChanged } from "#server/errors.ts";

/** Those that take several texts a request and say of no reward which text it is of. */
const unnumberedKinds: ReadonlySet<ScoreServiceKind> = new Set([
  "tei_predict",
  "tei_embed",
  "sglang_classify",
  "openrlhf",
]);

/**
 * See the type `FindMisplaced`. The texts with the highest and the lowest reward are asked about by
 * themselves: a server that sorts or shuffles its answers gave those to others.
 */
export async function findMisplaced(
  adapter: ScoreAdapter,
  asked: { readonly items: readonly ScoreItem[]; readonly reply: ScoreReply },
  signal?: AbortSignal,
): ReturnType<FindMisplaced> {
  const { items, reply } = asked;
  if (items.length < 2 || !isUnnumbered(adapter)) return null;
  const found = reply.items.flatMap((item, index) => {
    const asking = items[index];
    const numbers = item.ok ? listNumbers(item.score) : [];
    return numbers.length === 0 || asking === undefined ? [] : [{ asking, numbers }];
  });
  found.sort((a, b) => (a.numbers[0] ?? 0) - (b.numbers[0] ?? 0));
  const ends = new Set([found.at(0), found.at(-1)]);
  for (const end of ends) {
    if (end === undefined) continue;
    const alone = await adapter.score([end.asking], signal);
    if (alone.modelVersion !== reply.modelVersion) {
      throw new ModelVersionChanged(reply.modelVersion, alone.modelVersion);
    }
    const [item] = alone.items;
    if (item?.ok !== true) continue;
    const numbers = listNumbers(item.score);
    const isSame = end.numbers.every((value, place) => {
      const { spread, noiseOf } = measureSpread(found.map((one) => one.numbers[place] ?? value));
      return isCloseWithin(value, numbers[place] ?? Number.NaN, { spread, noise: noiseOf(value) });
    });
    if (!isSame) return sayDifference(end.numbers[0] ?? 0, numbers[0] ?? 0);
  }
  return null;
}

function isUnnumbered(adapter: ScoreAdapter): boolean {
  return unnumberedKinds.has(adapter.kind) || adapter.members.some(isUnnumbered);
}

function sayDifference(inBatch: number, alone: number): string {
  const [batch, single] = [inBatch, alone].map((value) => Number(value.toPrecision(4)));
  return `A text got ${batch} in a batch and ${single} by itself: the server mixes up the order of its answers, or pads them wrongly. Set the batch size to 1, or use a path that keeps the order.`;
}
