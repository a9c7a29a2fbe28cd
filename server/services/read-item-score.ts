import type { ItemScore } from "#server/adapters/score-services/score-adapter.ts";
import { isWithinBound, outsideMagnitudeMax } from "#server/core/reward/outside-bound.ts";
import { projectEmbedding } from "#server/core/reward/project-embedding.ts";
import { toFloatBytes } from "./float-bytes.ts";

/** What is stored of one answer; a fault that may pass is asked about again. */
export type ReadScore = {
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly members: Uint8Array | null;
  readonly embedding: Uint8Array | null;
  readonly fault: string | null;
  readonly mayPass: boolean;
};

/** The border: whatever is not a number that learning can bear becomes the fault of its own text. */
export function readItemScore(item: ItemScore | undefined): ReadScore {
  if (item === undefined) return faultyScore("The score service left this text out.", false);
  if (!item.ok) return faultyScore(item.error, item.mayPass ?? false);
  const { mean, std, members, embedding } = item.score;
  const narrow = embedding === null ? null : projectEmbedding(embedding).map(Math.fround);
  const numbers = [mean ?? 0, std ?? 0, ...(members ?? []), ...(narrow ?? [])];
  if (!numbers.every(Number.isFinite)) {
    return faultyScore("The score service gave something that is not a number.", false);
  }
  if (!(numbers.every(isWithinBound) && (embedding ?? numbers).every(isWithinBound))) {
    const bound = outsideMagnitudeMax.toLocaleString("en");
    return faultyScore(`The score service gave a number beyond ±${bound}.`, false);
  }
  if (std !== null && std < 0) {
    return faultyScore("The score service gave a standard deviation below zero.", false);
  }
  return {
    mean,
    deviation: std,
    members: members === null ? null : toFloatBytes(members),
    embedding: narrow === null ? null : toFloatBytes(narrow),
    fault: null,
    mayPass: false,
  };
}

export function faultyScore(fault: string, mayPass: boolean): ReadScore {
  return { mean: null, deviation: null, members: null, embedding: null, fault, mayPass };
}
