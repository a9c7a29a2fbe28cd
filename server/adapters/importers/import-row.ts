import type { Message } from "#server/contracts/message.ts";

export type ImportedCompletion = {
  readonly model: string;
  readonly text: string;
  readonly generation: Record<string, unknown> | null;
};

/** One record of a file in the product's own terms, whatever shape the file had. */
export type ImportRow = {
  /** A conversation that ends with a user turn. */
  readonly messages: readonly Message[];
  /** At least two, none empty, no two of one model with one text. */
  readonly completions: readonly ImportedCompletion[];
  /** In a `preference` the first completion was chosen over the second, the only other one. */
  readonly kind: "responses" | "preference";
  readonly sourceId: string | null;
  readonly category: string | null;
  readonly language: string | null;
  readonly tags: readonly string[];
};

export type RowOutcome =
  /** `notice` says which part of an imported row was left out, if any was. */
  | {
      readonly line: number;
      readonly row: ImportRow;
      readonly notice: string | null;
      readonly excerpt: string;
    }
  | { readonly line: number; readonly reason: string; readonly excerpt: string };

/**
 * Reads the rows of an uploaded file with flat memory.
 * @throws Invalid with a sentence when the file as a whole cannot be read
 */
export type ReadRows = (source: AsyncIterable<Uint8Array>) => AsyncIterable<RowOutcome>;
