import type { Database } from "#db/client.ts";
import { findScoreService, type ScoreServiceRecord } from "#db/queries/score-services.ts";
import type { ScoreAdapter, ScoreItem } from "#server/adapters/score-services/score-adapter.ts";
import type { RewardModelBasis } from "#server/contracts/reward-model.ts";
import type { RewardFault } from "#server/contracts/reward-protocol.ts";
import { Conflict, ScoreServiceFault } from "#server/errors.ts";
import { openService } from "./open-service.ts";
import { readItemScore } from "./read-item-score.ts";
import { type OutsideRow, readOutside } from "./read-outside.ts";
import type { ScoreTools } from "./score-tools.ts";

/** What a model reads besides text, and whose service it is to be asked of. */
export type OutsideSource = { readonly projectId: string; readonly basis: RewardModelBasis };

export type OutsideAnswer =
  | { readonly row: OutsideRow; readonly fault: null }
  | { readonly row: null; readonly fault: Pick<RewardFault, "message" | "retryable"> };

/**
 * Asks the outside score service of a project about texts that are not the project's, in the order
 * of the items. Nothing is stored.
 *
 * @throws Conflict when the project has another service, or another model of it, by now
 * @throws ScoreServiceFault when the service cannot be asked or understood
 */
export type AskOutside = (
  source: OutsideSource,
  items: readonly Omit<ScoreItem, "id">[],
  signal: AbortSignal,
) => Promise<readonly OutsideAnswer[]>;

/** One call to the adapter, with its retries. */
const callMsMax = 60_000;

type Opened = { readonly registration: string; readonly adapter: ScoreAdapter };

/** Connections are kept between calls, one service for each project. */
export function openOutside(
  db: Database,
  tools: ScoreTools,
): { readonly ask: AskOutside; readonly close: () => Promise<void> } {
  const opened = new Map<string, Opened>();

  function adapterOf(service: ScoreServiceRecord): ScoreAdapter {
    const { id, projectId, config, sealedTokens, fingerprint } = service;
    const registration = JSON.stringify([id, config, sealedTokens, fingerprint]);
    const known = opened.get(projectId);
    if (known?.registration === registration) return known.adapter;
    const adapter = openService(service, tools);
    opened.set(projectId, { registration, adapter });
    // Calls under way fail and may be repeated: what they asked is not registered any more.
    void known?.adapter.close();
    return adapter;
  }

  return {
    async ask({ projectId, basis }, items, signal) {
      const service = await findScoreService(db, projectId);
      requireSame(service, basis);
      const asked = items.map((item, index) => ({ ...item, id: String(index) }));
      const reply = await inTime(signal, (limit) => adapterOf(service).score(asked, limit));
      if (reply.modelVersion !== basis.serviceModelVersion) {
        throw new ScoreServiceFault("version_changed", describeChange(reply.modelVersion, basis));
      }
      return reply.items.map((item): OutsideAnswer => {
        const score = readItemScore(item);
        const row = score.fault === null ? readOutside(score, basis) : null;
        if (row !== null) return { row, fault: null };
        const message = score.fault ?? "The score service left out what it gave before.";
        return { row: null, fault: { message, retryable: score.mayPass } };
      });
    },
    async close() {
      await Promise.all([...opened.values()].map(({ adapter }) => adapter.close()));
    },
  };
}

async function inTime<T>(
  signal: AbortSignal,
  call: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(callMsMax);
  try {
    return await call(AbortSignal.any([signal, limit]));
  } catch (cause) {
    if (!limit.aborted || signal.aborted || cause instanceof ScoreServiceFault) throw cause;
    const message = `The outside score service did not answer within ${callMsMax / 1000} seconds.`;
    throw new ScoreServiceFault("timed_out", message, { cause });
  }
}

function requireSame(
  service: ScoreServiceRecord | null,
  basis: RewardModelBasis,
): asserts service is ScoreServiceRecord {
  if (service?.id !== basis.serviceId) {
    throw new Conflict("The outside score service that this model learned on top of is gone.");
  }
  if (service.modelVersion !== basis.serviceModelVersion) {
    throw new Conflict(describeChange(service.modelVersion ?? "none", basis));
  }
}

function describeChange(now: string, { serviceModelVersion }: RewardModelBasis): string {
  return `The outside score service has the model ${now} now, and this version learned on top of ${serviceModelVersion}; one on top of the new model follows by itself.`;
}
