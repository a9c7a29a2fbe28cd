import { z } from "zod";
import { rewardScales } from "#server/contracts/reward-protocol.ts";

/** What a probe may find; an error keeps a service from being used, a warning asks for a look. */
const probeCodes = [
  "unreachable",
  "bad_reply",
  "constant",
  "sigmoid_left_on",
  "batch_differs",
  "order_lost",
  "not_deterministic",
  "bad_above_good",
  "text_refused",
  "version_changes",
] as const;
export type ProbeCode = (typeof probeCodes)[number];

const probeFinding = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.enum(probeCodes),
  /** Plain words: what was seen, and what to do about it. */
  message: z.string(),
});
export type ProbeFinding = z.infer<typeof probeFinding>;

/** What the registration of a score service found out; stored with it. */
export const probeResult = z.object({
  /** No finding is an error. */
  ok: z.boolean(),
  findings: z.array(probeFinding),
  /** The rewards of fixed texts, by which a server that tells no version is recognised again. */
  fingerprint: z.array(z.number()),
  /** These three are null when the service could not be asked. */
  modelVersion: z.string().nullable(),
  scale: z.enum(rewardScales).nullable(),
  /** For one short text with the check of the version around it; the median of several. */
  latencyMs: z.number().nullable(),
  gives: z
    .object({
      mean: z.boolean(),
      std: z.boolean(),
      members: z.number().int(),
      embeddingDimension: z.number().int().nullable(),
    })
    .nullable(),
});
export type ProbeResult = z.infer<typeof probeResult>;
