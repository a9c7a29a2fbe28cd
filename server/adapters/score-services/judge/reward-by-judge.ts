import type { Outcome } from "#server/adapters/score-services/ask-in-batches.ts";
import type { DialectReply } from "#server/adapters/score-services/dialect.ts";
import type { JudgePair } from "#server/adapters/score-services/pair-judge.ts";
import { toMean } from "#server/adapters/score-services/read-rewards.ts";
import type { Score, ScoreItem } from "#server/adapters/score-services/score-adapter.ts";
import type { Compare } from "./open-comparison.ts";
import { planComparisons } from "./plan-comparisons.ts";
import { type MeasuredMargin, solveRewards } from "./solve-rewards.ts";

type Plan = JudgePair & {
  /** Positions among all items; the second is null for the anchor. */
  readonly firstItem: number;
  readonly secondItem: number | null;
};

/**
 * Rewards within each prompt from comparisons: against a fixed anchor each by itself, otherwise among
 * the prompt's answers in this call, solved together.
 */
export async function rewardByJudge(
  items: readonly ScoreItem[],
  options: {
    readonly compare: Compare;
    readonly anchor: string | null;
    readonly comparisonsPerAnswer: number;
    readonly signal: AbortSignal | undefined;
  },
): Promise<DialectReply> {
  const plans =
    options.anchor === null
      ? planAmongAnswers(items, options.comparisonsPerAnswer)
      : planAgainstAnchor(items, options.anchor);
  const { margins, told } = await options.compare(plans, options.signal);
  const measured = plans.map((plan, index) => ({ plan, margin: margins[index] }));
  const outcomes = items.map((_, index): Outcome<Score> => {
    const failed = measured.find(
      ({ plan, margin }) => !margin?.ok && (plan.firstItem === index || plan.secondItem === index),
    );
    const reason = failed?.margin?.ok === false ? failed.margin.error : onlyAnswer;
    return { error: reason };
  });
  const edges = measured.flatMap(({ plan, margin }) =>
    margin?.ok ? [{ ...plan, margin: margin.margin }] : [],
  );
  for (const [index, reward] of options.anchor === null
    ? solveByPrompt(items, edges)
    : edges.map(({ firstItem, margin }) => [firstItem, margin] as const)) {
    outcomes[index] = toMean(reward);
  }
  return { outcomes, told };
}

const onlyAnswer =
  "A judge compares answers, and this is the only one of its prompt in this call; set an anchor, or ask for all of a prompt together.";

function planAgainstAnchor(items: readonly ScoreItem[], anchor: string): Plan[] {
  return items.map(({ messages, answer }, index) => ({
    id: String(index),
    messages,
    first: answer,
    second: anchor,
    firstItem: index,
    secondItem: null,
  }));
}

function planAmongAnswers(items: readonly ScoreItem[], perAnswer: number): Plan[] {
  return groupByPrompt(items).flatMap((group) =>
    planComparisons(group.length, perAnswer).flatMap(([a, b]) => {
      const [firstItem = 0, secondItem = 0] = [group[a], group[b]];
      const [first, second] = [items[firstItem], items[secondItem]];
      return first === undefined || second === undefined
        ? []
        : [
            {
              id: `${firstItem}-${secondItem}`,
              messages: first.messages,
              first: first.answer,
              second: second.answer,
              firstItem,
              secondItem,
            },
          ];
    }),
  );
}

function solveByPrompt(
  items: readonly ScoreItem[],
  edges: readonly (Plan & { readonly margin: number })[],
): (readonly [index: number, reward: number])[] {
  return groupByPrompt(items).flatMap((group) => {
    const placeOf = new Map(group.map((index, place) => [index, place]));
    const margins = edges.flatMap(({ firstItem, secondItem, margin }): MeasuredMargin[] => {
      const [first, second] = [placeOf.get(firstItem), placeOf.get(secondItem ?? -1)];
      return first === undefined || second === undefined ? [] : [{ first, second, margin }];
    });
    return solveRewards(group.length, margins).flatMap((reward, place) => {
      const index = group[place];
      return reward === null || index === undefined ? [] : [[index, reward] as const];
    });
  });
}

/** Positions of the items of each prompt. */
function groupByPrompt(items: readonly ScoreItem[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [index, { messages }] of items.entries()) {
    const key = JSON.stringify(messages);
    const group = groups.get(key) ?? [];
    group.push(index);
    groups.set(key, group);
  }
  return [...groups.values()];
}
