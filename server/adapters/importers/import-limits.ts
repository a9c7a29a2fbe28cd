export type ImportLimits = {
  /** A longer record is rejected, and only its beginning is ever held in memory. */
  readonly recordBytesMax: number;
  /** What a compressed file may unpack to. */
  readonly unpackedBytesMax: number;
  /** How many times its own size a compressed file may unpack to, once past the free allowance. */
  readonly unpackRatioMax: number;
  /** Small files of one repeated line compress far better than any bomb check should mind. */
  readonly unpackFreeBytes: number;
  /** Nesting of one record; the database refuses JSON that is nested without end. */
  readonly nestingMax: number;
  /** All pairs of this many responses are still a number of pairs that a project can hold. */
  readonly responsesMax: number;
};

export const defaultImportLimits: ImportLimits = {
  recordBytesMax: 4 * 1024 ** 2,
  unpackedBytesMax: 4 * 1024 ** 3,
  unpackRatioMax: 200,
  unpackFreeBytes: 64 * 1024 ** 2,
  nestingMax: 64,
  responsesMax: 100,
};
