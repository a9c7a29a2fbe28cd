import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { deleteScores } from "#db/queries/completion-scores.ts";
import { findScoreService, saveScoreService } from "#db/queries/score-services.ts";
import type { ProbeFinding, ProbeResult } from "#server/contracts/score-probe.ts";
import type { ScoreRegistration } from "#server/contracts/score-registration.ts";
import { listServers, type ScoreServiceConfig } from "#server/contracts/score-service.ts";
import { Invalid } from "#server/errors.ts";
import { probeWith } from "./probe-with.ts";
import type { ScoreTools } from "./score-tools.ts";
import { openTokens, sealTokens, type Tokens } from "./seal-tokens.ts";

/**
 * Registers the outside score service of a project, in place of the one before. It is probed first:
 * what makes it unusable refuses it, in the probe's own sentences; the rest comes back as warnings.
 * Tokens are sealed and never leave the server again.
 * @throws Invalid when the probe found an error
 */
export async function registerScoreService(
  db: Database,
  params: {
    readonly projectId: string;
    readonly actorId: string;
    readonly input: ScoreRegistration;
    readonly tools: ScoreTools;
  },
): Promise<{ readonly modelVersion: string | null; readonly warnings: readonly ProbeFinding[] }> {
  const { projectId, actorId, input, tools } = params;
  const { config } = input;
  const key = { secret: tools.secret, projectId };
  const tokens = input.tokens ?? (await keepTokens(db, params));
  const probe = await probeWith(tools, { config, tokens, fingerprint: [] });
  const errors = probe.findings.filter(({ severity }) => severity === "error");
  if (!probe.ok) throw new Invalid(errors.map(({ message }) => message).join(" "));
  const { modelVersion, scale, fingerprint } = probe;
  const held = await findScoreService(db, projectId);
  await db.transaction(async (tx) => {
    // The same model asked for other things than before has to answer for everything again.
    if (held !== null && modelVersion !== null && !givesTheSame(held.probe, probe)) {
      await deleteScores(tx, { serviceId: held.id, modelVersion });
    }
    const sealedTokens = sealTokens(tokens, key);
    const found = { modelVersion, scale, fingerprint, probe };
    await saveScoreService(tx, { projectId, config, sealedTokens, ...found });
    const servers = listServers(config).map(({ kind, url }) => ({ kind, url }));
    const detail = { kind: config.kind, servers, modelVersion };
    await insertAuditEvent(tx, { projectId, actorId, action: "score_service.registered", detail });
  });
  return { modelVersion, warnings: probe.findings };
}

/** The stored tokens, only for the very servers they were given for: another one would be told them. */
async function keepTokens(
  db: Database,
  params: {
    readonly projectId: string;
    readonly input: ScoreRegistration;
    readonly tools: ScoreTools;
  },
): Promise<Tokens> {
  const held = await findScoreService(db, params.projectId);
  if (held === null || held.sealedTokens === null) return [];
  const urls = (config: ScoreServiceConfig) => listServers(config).map(({ url }) => url);
  const isSame = JSON.stringify(urls(held.config)) === JSON.stringify(urls(params.input.config));
  if (!isSame) throw new Invalid("Enter the tokens again: the address of a server has changed.");
  return openTokens(held.sealedTokens, {
    secret: params.tools.secret,
    projectId: params.projectId,
  });
}

function givesTheSame(before: ProbeResult | null, now: ProbeResult): boolean {
  return (
    before?.gives?.mean === now.gives?.mean &&
    before?.gives?.members === now.gives?.members &&
    before?.gives?.embeddingDimension === now.gives?.embeddingDimension
  );
}
