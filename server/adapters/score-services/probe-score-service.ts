import type { ProbeCode, ProbeFinding, ProbeResult } from "#server/contracts/score-probe.ts";
import { ScoreServiceFault } from "#server/errors.ts";
import { collectRewards } from "./probe/collect-rewards.ts";
import { judgeRewards } from "./probe/judge-rewards.ts";
import type { ScoreAdapter } from "./score-adapter.ts";

/** See the type `ProbeScoreService`. The members of an ensemble are probed one by one first. */
export async function probeScoreService(
  adapter: ScoreAdapter,
  signal?: AbortSignal,
): Promise<ProbeResult> {
  const findings: ProbeFinding[] = [];
  for (const [index, member] of adapter.members.entries()) {
    const result = await probeScoreService(member, signal);
    findings.push(...result.findings.map((finding) => nameMember(finding, index + 1)));
  }
  return await probeOne(adapter, findings, signal);
}

async function probeOne(
  adapter: ScoreAdapter,
  earlier: readonly ProbeFinding[],
  signal: AbortSignal | undefined,
): Promise<ProbeResult> {
  try {
    const { modelVersion, scale, fingerprint } = await adapter.describe(signal);
    const collected = await collectRewards(adapter, signal);
    // What is wrong with an ensemble is wrong with a member, and has been said of it.
    const findings =
      adapter.members.length > 0
        ? [...earlier]
        : judgeRewards(collected, { kind: adapter.kind, scale, isRelative: adapter.isRelative });
    return {
      ok: isFine(findings),
      findings,
      fingerprint: [...fingerprint],
      modelVersion,
      scale,
      latencyMs: findMedian(collected.latenciesMs),
      gives: collected.gives,
    };
  } catch (error) {
    if (!(error instanceof ScoreServiceFault)) {
      throw error;
    }
    const finding = { severity: "error", code: nameReason(error), message: error.message } as const;
    // A member that is gone has been reported already.
    const findings = isFine(earlier) ? [...earlier, finding] : [...earlier];
    return { ok: false, findings, ...unknownService };
  }
}

const unknownService = {
  fingerprint: [],
  modelVersion: null,
  scale: null,
  latencyMs: null,
  gives: null,
};

function nameReason({ reason }: ScoreServiceFault): ProbeCode {
  switch (reason) {
    case "bad_reply":
    case "not_finite":
    case "too_large":
      return "bad_reply";
    case "version_changed":
      return "version_changes";
    case "refused":
    case "address_refused":
    case "unreachable":
    case "timed_out":
    case "overloaded":
    case "paused":
      return "unreachable";
  }
}

function nameMember(finding: ProbeFinding, place: number): ProbeFinding {
  return { ...finding, message: `Member ${place}: ${finding.message}` };
}

function isFine(findings: readonly ProbeFinding[]): boolean {
  return findings.every(({ severity }) => severity !== "error");
}

function findMedian(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
