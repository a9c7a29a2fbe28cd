import type { ScoreServiceKind } from "#server/contracts/score-service.ts";

/** The kinds that a manager enters one server of. */
export type ServerKind = Exclude<ScoreServiceKind, "ensemble" | "local_encoder">;

/** `reward/1` tells its scale itself, embeddings have none, and a judge's is its own. */
export function needsScale(kind: ServerKind): boolean {
  return !["reward1", "tei_embed", "openai_judge"].includes(kind);
}

export function needsTemplate(kind: ServerKind): boolean {
  return !["reward1", "openai_judge"].includes(kind);
}

/** Only vLLM can be sent messages and applies the template of its model. */
export function hasOwnTemplate(kind: ServerKind): boolean {
  return kind === "vllm_classify" || kind === "vllm_pooling";
}

export function mustNameModel(kind: ServerKind): boolean {
  return hasOwnTemplate(kind) || kind === "openai_judge";
}

export function mayNameModel(kind: ServerKind): boolean {
  return mustNameModel(kind) || kind === "reward1" || kind === "sglang_classify";
}

/** False for servers that are sent one conversation a request. */
export function takesBatches({ kind, template }: { kind: ServerKind; template: string }): boolean {
  if (kind === "hf_endpoint" || kind === "openai_judge") return false;
  return !(hasOwnTemplate(kind) && template === "server");
}
