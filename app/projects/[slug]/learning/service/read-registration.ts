import { type ScoreRegistration, scoreRegistration } from "#server/contracts/score-registration.ts";
import { mayNameModel, needsScale, needsTemplate, takesBatches } from "./kind-needs.ts";
import { readLimits } from "./limit-words.ts";
import type { ServerErrors } from "./place-issues.ts";
import { placeIssues } from "./place-issues.ts";
import type { ServerValues } from "./server-values.ts";

export type RegistrationValues = {
  readonly servers: readonly ServerValues[];
  /** Of an ensemble, when a member is gone. */
  readonly whenMissing: string;
  /** Leaves the stored tokens as they are, whatever stands in their fields. */
  readonly keepsTokens: boolean;
};

type Reading =
  | { readonly registration: ScoreRegistration; readonly errors: null; readonly fault: null }
  | {
      readonly registration: null;
      /** In the order of the servers. */
      readonly errors: readonly ServerErrors[];
      /** What is wrong with none of the fields. */
      readonly fault: string | null;
    };

/** The registration that the fields ask for, or what is wrong with each of them. */
export function readRegistration({
  servers,
  whenMissing,
  keepsTokens,
}: RegistrationValues): Reading {
  const configs = servers.map(configOf);
  const config =
    configs.length === 1 ? configs[0] : { kind: "ensemble", members: configs, whenMissing };
  const tokens = keepsTokens ? null : servers.map(({ token }) => token.trim() || null);
  const result = scoreRegistration.safeParse({ config, tokens });
  if (result.success) return { registration: result.data, errors: null, fault: null };
  return { registration: null, ...placeIssues(result.error.issues, servers.length) };
}

function configOf(server: ServerValues) {
  const { kind, url, model, scale, limits } = server;
  return {
    kind,
    url,
    ...(mayNameModel(kind) ? { model: nameOrNull(model, kind) } : {}),
    ...(needsScale(kind) ? { scale } : {}),
    ...(needsTemplate(kind) ? { template: templateOf(server) } : {}),
    limits: readLimits(limits, takesBatches(server)),
    ...ownOf(server),
  };
}

/** An empty name is left to the contract to refuse where there must be one. */
function nameOrNull(model: string, kind: ServerValues["kind"]): string | null {
  const isOptional = kind === "reward1" || kind === "sglang_classify";
  return model.trim() === "" && isOptional ? null : model;
}

function ownOf(server: ServerValues) {
  switch (server.kind) {
    case "reward1":
      return { wantsEmbedding: server.wantsEmbedding };
    case "vllm_pooling":
      return { task: server.task };
    case "tei_embed":
      return { normalize: server.normalize };
    case "openai_judge": {
      const { criterion, comparisonsPerAnswer: comparisons, anchor } = server;
      return {
        ...(criterion.trim() === "" ? {} : { criterion }),
        ...(comparisons.trim() === "" ? {} : { comparisonsPerAnswer: Number(comparisons) }),
        anchor: anchor.trim() === "" ? null : anchor,
      };
    }
    default:
      return {};
  }
}

function templateOf(server: ServerValues) {
  const { template, templateStart, templateTurn, templateEnd } = server;
  if (template === "server") return null;
  if (template !== "custom") return { kind: "named", name: template };
  const named = {
    system: server.systemName,
    user: server.userName,
    assistant: server.assistantName,
  };
  const entered = Object.entries(named).filter(([, name]) => name !== "");
  return {
    kind: "custom",
    start: templateStart,
    turn: templateTurn,
    end: templateEnd,
    roles: Object.fromEntries(entered),
  };
}
