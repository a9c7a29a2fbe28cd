import type { ProbeResult } from "#server/contracts/score-probe.ts";
import type { ScoreServiceConfig } from "#server/contracts/score-service.ts";
import type { ScoreTools } from "./score-tools.ts";
import type { Tokens } from "./seal-tokens.ts";

/** A manager waits for it, so it may not take as long as scoring may. */
const probeMsMax = 60_000;

/** Probes a service and ends its connections whatever comes of it. */
export async function probeWith(
  tools: ScoreTools,
  service: {
    readonly config: ScoreServiceConfig;
    readonly tokens: Tokens;
    readonly fingerprint: readonly number[];
  },
): Promise<ProbeResult> {
  const { config, tokens, fingerprint } = service;
  const adapter = tools.open(config, { allow: tools.allow, tokens, fingerprint });
  const signal = AbortSignal.timeout(probeMsMax);
  try {
    return await tools.probe(adapter, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    return timedOut;
  } finally {
    await adapter.close();
  }
}

const timedOut: ProbeResult = {
  ok: false,
  findings: [
    {
      severity: "error",
      code: "unreachable",
      message: `The score service did not answer the probe within ${probeMsMax / 1000} seconds.`,
    },
  ],
  fingerprint: [],
  modelVersion: null,
  scale: null,
  latencyMs: null,
  gives: null,
};
