import type { ScoreServiceKind } from "#server/contracts/score-service.ts";

/** What each kind of server is, in the words of the people who run it. */
export const kindWords = {
  reward1: { label: "reward/1", hint: "Tiebreak’s own protocol: POST /v1/rewards." },
  vllm_classify: {
    label: "vLLM, /classify",
    hint: "A sequence classifier served with --runner pooling.",
  },
  vllm_pooling: {
    label: "vLLM, /pooling",
    hint: "Reward models that vLLM serves through /pooling.",
  },
  tei_predict: { label: "TEI, /predict", hint: "Text Embeddings Inference with a classifier." },
  tei_embed: {
    label: "TEI, /embed",
    hint: "Embeddings only; the model learns a reward on top of them.",
  },
  sglang_classify: { label: "SGLang, /classify", hint: "Started with --is-embedding." },
  hf_endpoint: { label: "Hugging Face endpoint", hint: "A text-classification endpoint." },
  openrlhf: { label: "OpenRLHF, /get_reward", hint: "openrlhf.cli.serve_rm." },
  openai_judge: {
    label: "LLM as judge",
    hint: "An OpenAI-compatible server with log-probabilities; both orders are asked and averaged.",
  },
  local_encoder: {
    label: "Local encoder",
    hint: "Run by the worker because EMBEDDING_MODEL is set; its embeddings are learned on.",
  },
  ensemble: { label: "Several as one ensemble", hint: "Their disagreement becomes uncertainty." },
} as const satisfies Record<ScoreServiceKind, { label: string; hint: string }>;
