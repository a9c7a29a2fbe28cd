import type {
  RecheckScoreService,
  ScoreAdapter,
} from "#server/adapters/score-services/score-adapter.ts";
import { askFor, plainItems } from "./collect-rewards.ts";
import { judgeRewards } from "./judge-rewards.ts";

/** See the type `RecheckScoreService`. The members of an ensemble are checked one by one. */
export async function recheckScoreService(
  ...[adapter, signal]: Parameters<RecheckScoreService>
): Promise<string | null> {
  if (adapter.members.length === 0) return await recheckOne(adapter, signal);
  for (const [index, member] of adapter.members.entries()) {
    const found = await recheckScoreService(member, signal);
    if (found !== null) return `Member ${index + 1}: ${found}`;
  }
  return null;
}

async function recheckOne(adapter: ScoreAdapter, signal?: AbortSignal): Promise<string | null> {
  const { scale } = await adapter.describe(signal);
  const together = await askFor(adapter, plainItems, signal);
  const reversed = await askFor(adapter, [...plainItems].reverse(), signal);
  // What an answer is worth to a judge depends on the others, so that it cannot be asked by itself.
  const alone = adapter.isRelative ? [] : plainItems.slice(0, 1);
  const apart = await askFor(adapter, alone, signal);
  const gives = { mean: true, std: false, members: 0, embeddingDimension: null };
  const seen = { mixed: together, together, again: together, reversed, apart };
  const service = { kind: adapter.kind, scale, isRelative: adapter.isRelative };
  const findings = judgeRewards({ ...seen, latenciesMs: [], gives }, service);
  return findings.find(({ severity }) => severity === "error")?.message ?? null;
}
