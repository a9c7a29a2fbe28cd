import type { ScoreServiceRecord } from "#db/queries/score-services.ts";
import type { ScoreAdapter } from "#server/adapters/score-services/score-adapter.ts";
import type { ScoreTools } from "./score-tools.ts";
import { openTokens } from "./seal-tokens.ts";

/**
 * A registered service, ready to be asked; its owner closes it.
 * @throws Unavailable when its tokens were sealed under another secret
 */
export function openService(service: ScoreServiceRecord, tools: ScoreTools): ScoreAdapter {
  const { projectId, config, sealedTokens, fingerprint } = service;
  const tokens = openTokens(sealedTokens, { secret: tools.secret, projectId });
  return tools.open(config, { allow: tools.allow, tokens, fingerprint });
}
