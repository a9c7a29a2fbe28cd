import { openScoreAdapter } from "#server/adapters/score-services/open-score-adapter.ts";
import type { ScoreAdapter, ScoreItem } from "#server/adapters/score-services/score-adapter.ts";
import { type ScoreServiceConfig, scoreServiceConfig } from "#server/contracts/score-service.ts";

/** A clock that a test moves; sleeping moves it by itself. */
export type TestClock = {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly pauses: number[];
  advance(ms: number): void;
};

export function openTestClock(): TestClock {
  let time = Date.UTC(2026, 0, 1);
  const pauses: number[] = [];
  return {
    now: () => time,
    async sleep(ms) {
      pauses.push(ms);
      time += ms;
    },
    random: () => 0.5,
    pauses,
    advance(ms) {
      time += ms;
    },
  };
}

/** An adapter to servers of this machine, which no product may be allowed to ask. */
export function openTestAdapter(
  config: object,
  options: {
    readonly clock?: TestClock;
    readonly tokens?: readonly string[];
    readonly fingerprint?: readonly number[];
  } = {},
): ScoreAdapter {
  return openScoreAdapter(parseConfig(config), {
    allow: ["127.0.0.1"],
    clock: openTestClock(),
    ...options,
  });
}

/** As the database gives it back: through JSON, with the defaults filled in. */
function parseConfig(config: object): ScoreServiceConfig {
  return scoreServiceConfig.parse(JSON.parse(JSON.stringify(scoreServiceConfig.parse(config))));
}

/** Answers to one question, each with another number of words. */
export function makeItems(count: number): ScoreItem[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `item-${index}`,
    messages: [{ role: "user", content: "Count." }],
    answer: Array.from({ length: index + 1 }, (_, word) => `w${word}`).join(" "),
  }));
}

/** The rewards in the order of the reply; an error where one was refused. */
export async function scoreMeans(
  adapter: ScoreAdapter,
  items: readonly ScoreItem[],
): Promise<(number | string | null)[]> {
  const reply = await adapter.score(items);
  return reply.items.map((item) => (item.ok ? item.score.mean : item.error));
}
