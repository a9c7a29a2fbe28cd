/**
 * About how many tokens a text has: four ASCII characters to a token, and a token for every other
 * unit, which over-counts most scripts. It only sizes batches; servers count for themselves.
 */
export function estimateTokens(text: string): number {
  let others = 0;
  for (let index = 0; index < text.length; index++) {
    others += text.charCodeAt(index) > 127 ? 1 : 0;
  }
  return Math.ceil((text.length - others) / 4) + others;
}
