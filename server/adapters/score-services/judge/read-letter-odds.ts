/** One of the likeliest first tokens of a reply. */
export type TokenLogProbability = { readonly token: string; readonly logprob: number };

/** What is taken for the chance of everything that a server does not list, at least. */
const restMin = 1e-9;

/**
 * Log-odds of A against B. The ways to write a letter ("A", " A", "▁A", "(A)") are summed; a letter
 * that is not listed is less likely than all that are, which bounds the odds instead of making them
 * infinite. Null when neither letter is listed.
 */
export function readLetterOdds(listed: readonly TokenLogProbability[]): number | null {
  const first = sumLetter(listed, "A");
  const second = sumLetter(listed, "B");
  if (first === null && second === null) {
    return null;
  }
  const floor = boundUnlisted(listed);
  return (first ?? floor) - (second ?? floor);
}

function sumLetter(listed: readonly TokenLogProbability[], letter: "A" | "B"): number | null {
  const variants = listed.filter(({ token }) => tidyToken(token) === letter);
  return variants.length === 0 ? null : logSumExp(variants.map(({ logprob }) => logprob));
}

/** Tokenizers mark a space before a word by their own signs; models add brackets and stars. */
function tidyToken(token: string): string {
  return token.replace(/^[\s▁Ġ"'([*]+|[\s"')\].:*]+$/gu, "");
}

function boundUnlisted(listed: readonly TokenLogProbability[]): number {
  const logs = listed.map(({ logprob }) => logprob);
  const rest = Math.max(restMin, 1 - Math.exp(logSumExp(logs)));
  return Math.min(Math.log(rest), ...logs);
}

function logSumExp(values: readonly number[]): number {
  const max = Math.max(...values);
  return max + Math.log(values.reduce((sum, value) => sum + Math.exp(value - max), 0));
}
