import type { z } from "zod";
import { type Dialect, unknownIdentity } from "#server/adapters/score-services/dialect.ts";
import { openComparison } from "#server/adapters/score-services/judge/open-comparison.ts";
import { rewardByJudge } from "#server/adapters/score-services/judge/reward-by-judge.ts";
import type { Connection } from "#server/adapters/score-services/transport/open-connection.ts";
import { isRelative, type openaiJudgeConfig } from "#server/contracts/score-service.ts";

/** Raise it when the question is worded anew: other words are another judge. */
const questionVersion = 1;

/** Its log-probabilities vary from call to call, so that only the name of the model tells it apart. */
export function openaiJudge(
  config: z.infer<typeof openaiJudgeConfig>,
  connection: Connection,
): Dialect {
  const { model, criterion, anchor, comparisonsPerAnswer } = config;
  const compare = openComparison(config, connection);
  return {
    scale: "bt_logit",
    isRelative: isRelative(config),
    settings: { model, criterion, anchor, comparisonsPerAnswer, questionVersion },
    versioning: "named",
    identify: async () => ({ ...unknownIdentity, model }),
    score: (items, _, signal) =>
      rewardByJudge(items, { compare, anchor, comparisonsPerAnswer, signal }),
  };
}
