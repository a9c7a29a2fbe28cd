import { openLocalEncoder } from "#server/adapters/local-encoder/open-local-encoder.ts";
import { openScoreAdapter } from "#server/adapters/score-services/open-score-adapter.ts";
import { readEnvironment } from "#server/env.ts";
import { getScoreTools } from "#server/runtime.ts";
import type { ScoreTools } from "#server/services/score-tools.ts";

/**
 * What it takes to ask score services, with the worker's own encoder where one is set; `end` stops
 * its process. Apart from the runtime, so that no web bundle comes near the encoder.
 */
export function getWorkerScoreTools(): {
  readonly tools: ScoreTools;
  readonly encoderModel: string | null;
  end(): void;
} {
  const tools = getScoreTools();
  const { EMBEDDING_MODEL: model } = readEnvironment();
  if (model === undefined) return { tools, encoderModel: null, end: () => {} };
  const encoder = openLocalEncoder(model);
  const open: ScoreTools["open"] = (config, options) =>
    config.kind === "local_encoder" ? encoder.adapter : openScoreAdapter(config, options);
  return { tools: { ...tools, open }, encoderModel: model, end: () => encoder.end() };
}
