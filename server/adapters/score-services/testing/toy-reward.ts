/**
 * The reward model that all stubs serve: the number of different words, without bananas, so that every
 * text has its own reward and the plain pairs of the probe come out as they should.
 */
export function toyReward(text: string): number {
  const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  return words.size / 3 - (words.has("banana") ? 8 : 5);
}

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** What a model that sees two start tokens, or none where it needs one, makes of any text. */
export const brokenTokens = -100;
