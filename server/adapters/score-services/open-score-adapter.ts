import type { ServerConfig } from "#server/contracts/score-service.ts";
import { ScoreServiceFault } from "#server/errors.ts";
import type { Dialect } from "./dialect.ts";
import { hfEndpoint } from "./dialects/hf-endpoint.ts";
import { openaiJudge } from "./dialects/openai-judge.ts";
import { openrlhf } from "./dialects/openrlhf.ts";
import { reward1 } from "./dialects/reward1.ts";
import { sglangClassify } from "./dialects/sglang-classify.ts";
import { teiEmbed, teiPredict } from "./dialects/tei.ts";
import { vllm } from "./dialects/vllm.ts";
import { openComparison } from "./judge/open-comparison.ts";
import { openDialectAdapter } from "./open-dialect-adapter.ts";
import { openEnsemble, splitFingerprint } from "./open-ensemble.ts";
import type { PairJudge } from "./pair-judge.ts";
import type { OpenScoreAdapter, ScoreAdapter } from "./score-adapter.ts";
import {
  type Connection,
  type ConnectionOptions,
  openConnection,
} from "./transport/open-connection.ts";

type Options = Parameters<OpenScoreAdapter>[1] & Pick<ConnectionOptions, "clock" | "resolveHost">;

/** A score service as it is configured; see the type for what the options mean. */
export function openScoreAdapter(
  config: Parameters<OpenScoreAdapter>[0],
  options: Options,
): ScoreAdapter {
  if (config.kind === "local_encoder") {
    throw new ScoreServiceFault(
      "unreachable",
      "The local encoder runs in the worker and the score service, where EMBEDDING_MODEL names it.",
    );
  }
  if (config.kind !== "ensemble") {
    return openServer(config, {
      ...options,
      token: options.tokens?.[0] ?? null,
      fingerprint: options.fingerprint ?? [],
    });
  }
  const fingerprints = splitFingerprint(options.fingerprint ?? [], config.members.length);
  const members = config.members.map((member, index) =>
    openServer(member, {
      ...options,
      token: options.tokens?.[index] ?? null,
      fingerprint: fingerprints[index] ?? [],
    }),
  );
  return openEnsemble(members, config.whenMissing);
}

/** The same judge that `openScoreAdapter` makes rewards with, for comparisons by themselves. */
export function openPairJudge(
  config: Extract<ServerConfig, { kind: "openai_judge" }>,
  options: Options,
): PairJudge {
  const connection = openConnection({
    ...options,
    url: config.url,
    limits: config.limits,
    token: options.tokens?.[0] ?? null,
  });
  const compare = openComparison(config, connection);
  return {
    compare: async (pairs, signal) => (await compare(pairs, signal)).margins,
    close: () => connection.close(),
  };
}

function openServer(
  config: ServerConfig,
  options: Options & { readonly token: string | null; readonly fingerprint: readonly number[] },
): ScoreAdapter {
  const connection = openConnection({ ...options, url: config.url, limits: config.limits });
  return openDialectAdapter(openDialect(config, connection), connection, {
    kind: config.kind,
    url: config.url,
    fingerprint: options.fingerprint,
    now: options.clock?.now ?? Date.now,
  });
}

function openDialect(config: ServerConfig, connection: Connection): Dialect {
  switch (config.kind) {
    case "reward1":
      return reward1(config, connection);
    case "vllm_classify":
    case "vllm_pooling":
      return vllm(config, connection);
    case "tei_predict":
      return teiPredict(config, connection);
    case "tei_embed":
      return teiEmbed(config, connection);
    case "sglang_classify":
      return sglangClassify(config, connection);
    case "hf_endpoint":
      return hfEndpoint(config, connection);
    case "openrlhf":
      return openrlhf(config, connection);
    case "openai_judge":
      return openaiJudge(config, connection);
  }
}
