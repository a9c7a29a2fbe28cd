import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { deleteFaultyScores } from "#db/queries/completion-scores.ts";
import {
  findScoreService,
  recordServiceAnswer,
  recordServiceFault,
  storeProbe,
} from "#db/queries/score-services.ts";
import type { ProbeResult } from "#server/contracts/score-probe.ts";
import { Invalid, NotFound } from "#server/errors.ts";
import { probeWith } from "./probe-with.ts";
import type { ScoreTools } from "./score-tools.ts";
import { openTokens } from "./seal-tokens.ts";

/**
 * Probes the registered service once more. When it answers, whatever failed is over at once, and
 * completions that it could not score are asked for again.
 * @throws NotFound when none is registered
 */
export async function checkScoreService(
  db: Database,
  params: { readonly projectId: string; readonly actorId: string; readonly tools: ScoreTools },
): Promise<Pick<ProbeResult, "ok" | "findings" | "modelVersion" | "latencyMs">> {
  const { projectId, actorId, tools } = params;
  const service = await findScoreService(db, projectId);
  if (service === null) throw new NotFound("This project has no score service.");
  if (service.config.kind === "local_encoder") {
    throw new Invalid("The local encoder is started and checked by the worker.");
  }
  const tokens = openTokens(service.sealedTokens, { secret: tools.secret, projectId });
  const probe = await probeWith(tools, { ...service, tokens });
  const { ok, findings, modelVersion, scale, fingerprint, latencyMs } = probe;
  await db.transaction(async (tx) => {
    await storeProbe(tx, service, probe);
    if (ok && modelVersion !== null) {
      await recordServiceAnswer(tx, service, { modelVersion, scale, fingerprint });
      await deleteFaultyScores(tx, { serviceId: service.id, modelVersion });
    } else {
      const errors = findings.filter(({ severity }) => severity === "error");
      const fault = errors.map(({ message }) => message).join(" ");
      await recordServiceFault(tx, service, { fault, pauseSecondsMax: 300, wantedSeconds: null });
    }
    const detail = { ok, modelVersion };
    await insertAuditEvent(tx, { projectId, actorId, action: "score_service.checked", detail });
  });
  return { ok, findings, modelVersion, latencyMs };
}
