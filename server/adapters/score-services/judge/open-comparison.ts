import { z } from "zod";
import { askInBatches, type Outcome } from "#server/adapters/score-services/ask-in-batches.ts";
import type { JudgePair, PairMargin } from "#server/adapters/score-services/pair-judge.ts";
import type { Connection } from "#server/adapters/score-services/transport/open-connection.ts";
import type { openaiJudgeConfig } from "#server/contracts/score-service.ts";
import { ScoreServiceFault } from "#server/errors.ts";
import { readLetterOdds, type TokenLogProbability } from "./read-letter-odds.ts";
import { writeQuestion } from "./write-question.ts";

type Config = z.infer<typeof openaiJudgeConfig>;

type Comparison = {
  readonly margins: readonly PairMargin[];
  /** Each different name that the replies gave their model. */
  readonly told: ReadonlySet<string>;
};

export type Compare = (pairs: readonly JudgePair[], signal?: AbortSignal) => Promise<Comparison>;

const tokens = z.array(z.object({ token: z.string(), logprob: z.number() }));
const completion = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        logprobs: z
          .object({ content: z.array(z.object({ top_logprobs: tokens.nullish() })).nullish() })
          .nullish(),
      }),
    )
    .min(1),
});

/** Asks about each pair in both orders. */
export function openComparison(config: Config, connection: Connection): Compare {
  return async (pairs, signal) => {
    const told = new Set<string>();
    async function askOdds(pair: JudgePair, stop: AbortSignal) {
      const reply = await askLetter(writeQuestion(pair, config.criterion), stop);
      told.add(reply.model);
      return readLetterOdds(reply.listed);
    }
    async function askLetter(question: string, stop: AbortSignal) {
      const reply = await connection.ask(completion, {
        method: "POST",
        path: "/v1/chat/completions",
        body: {
          model: config.model,
          messages: [{ role: "user", content: question }],
          max_tokens: 1,
          temperature: 0,
          logprobs: true,
          top_logprobs: 20,
        },
        signal: stop,
      });
      const listed = reply.choices[0]?.logprobs?.content?.[0]?.top_logprobs ?? [];
      return { model: reply.model ?? config.model, listed: requireListed(listed) };
    }

    const outcomes = await askInBatches(
      pairs.map((pair) => [pair]),
      ([pair], stop) => Promise.all(pair === undefined ? [] : [comparePair(pair, askOdds, stop)]),
      signal,
    );
    return { margins: pairs.map(({ id }, index) => toPairMargin(id, outcomes[index])), told };
  };
}

type Odds = { readonly margin: number; readonly pull: number };

/**
 * Half the difference of the two orders. A model that likes the first place adds the same log-odds to
 * it in both orders, which cancels here; an average of the probabilities would keep part of it.
 */
async function comparePair(
  pair: JudgePair,
  askOdds: (pair: JudgePair, stop: AbortSignal) => Promise<number | null>,
  stop: AbortSignal,
): Promise<Outcome<Odds>> {
  const swapped = { ...pair, first: pair.second, second: pair.first };
  const [straight, reverse] = await Promise.all([askOdds(pair, stop), askOdds(swapped, stop)]);
  if (straight === null || reverse === null) {
    return { error: "The judge replied with neither A nor B." };
  }
  return { value: { margin: (straight - reverse) / 2, pull: (straight + reverse) / 2 } };
}

function requireListed(listed: readonly TokenLogProbability[]): readonly TokenLogProbability[] {
  if (listed.length === 0) {
    throw new ScoreServiceFault(
      "bad_reply",
      "The judge gives no log-probabilities (logprobs), without which its doubt cannot be read; choose a model or server that gives them.",
    );
  }
  return listed;
}

function toPairMargin(id: string, outcome: Outcome<Odds> | undefined): PairMargin {
  if (outcome === undefined || "error" in outcome) {
    return { id, ok: false, error: outcome?.error ?? "The judge left this pair out." };
  }
  return { id, ok: true, ...outcome.value };
}
