import { type ScoreRegistration, scoreRegistration } from "#server/contracts/score-registration.ts";
import type { ScoreServiceKind } from "#server/contracts/score-service.ts";

/** One server as it stands in the fields. */
export type ServerValues = {
  readonly id: string;
  readonly kind: Exclude<ScoreServiceKind, "ensemble" | "local_encoder">;
  readonly url: string;
  readonly model: string;
  readonly token: string;
  readonly scale: string;
  /** A named template, or `server` where the server applies its own. */
  readonly template: string;
};

export const blankServer: Omit<ServerValues, "id"> = {
  kind: "reward1",
  url: "",
  model: "",
  token: "",
  scale: "bt_logit",
  template: "chatml",
};

type Reading =
  | { readonly registration: ScoreRegistration; readonly fault: null }
  | { readonly registration: null; readonly fault: string };

/** The registration that the fields ask for, or what is wrong with them. */
export function readRegistration(servers: readonly ServerValues[]): Reading {
  const configs = servers.map(configOf);
  const config = configs.length === 1 ? configs[0] : { kind: "ensemble", members: configs };
  const tokens = servers.map(({ token }) => token.trim() || null);
  const result = scoreRegistration.safeParse({ config, tokens });
  if (result.success) return { registration: result.data, fault: null };
  const [issue] = result.error.issues;
  return { registration: null, fault: issue?.message ?? "Something in these fields is wrong." };
}

function configOf({ kind, url, model, scale, template }: ServerValues) {
  const named = template === "server" ? null : { kind: "named", name: template };
  return {
    kind,
    url,
    ...(model.trim() === "" ? {} : { model: model.trim() }),
    ...(needsScale(kind) ? { scale } : {}),
    ...(needsTemplate(kind) ? { template: named } : {}),
  };
}

/** `reward/1` tells its scale itself, embeddings have none, and a judge's is its own. */
export function needsScale(kind: ServerValues["kind"]): boolean {
  return !["reward1", "tei_embed", "openai_judge"].includes(kind);
}

export function needsTemplate(kind: ServerValues["kind"]): boolean {
  return !["reward1", "openai_judge"].includes(kind);
}

/** Only vLLM can be sent messages and applies the template of its model. */
export function hasOwnTemplate(kind: ServerValues["kind"]): boolean {
  return kind === "vllm_classify" || kind === "vllm_pooling";
}

export function mustNameModel(kind: ServerValues["kind"]): boolean {
  return hasOwnTemplate(kind) || kind === "openai_judge";
}

export function mayNameModel(kind: ServerValues["kind"]): boolean {
  return mustNameModel(kind) || kind === "reward1" || kind === "sglang_classify";
}
