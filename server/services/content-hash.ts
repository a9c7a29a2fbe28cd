import { createHash } from "node:crypto";
import type { Message } from "#server/contracts/message.ts";
import type { Slice } from "#server/contracts/vocabulary.ts";

/** The same conversation in another Unicode normal form is the same prompt. */
export function hashConversation(messages: readonly Message[]): string {
  return sha256(
    JSON.stringify(messages.map(({ role, content }) => [role, content.normalize("NFC")])),
  );
}

export function hashText(text: string): string {
  return sha256(text);
}

/** Decided by content alone, so that any order of import gives the same slices. */
export function sliceOf(contentHash: string, holdoutShare: number): Slice {
  return shareOf(contentHash) < holdoutShare ? "holdout" : "train";
}

/** A hexadecimal hash as a number that is uniform in [0, 1). */
export function shareOf(hash: string): number {
  const digits = 12;
  return Number.parseInt(hash.slice(0, digits), 16) / 16 ** digits;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
