/**
 * The entropy of a yes/no outcome, −p·ln p − (1−p)·ln(1−p), in nats: 0 at p = 0 and 1, ln 2 at ½.
 * Shannon 1948, https://doi.org/10.1002/j.1538-7305.1948.tb01338.x. Divide by ln 2 for bits.
 *
 * @throws RangeError unless 0 ≤ p ≤ 1
 */
export function binaryEntropy(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability must lie in 0…1, not ${p}.`);
  if (p === 0 || p === 1) return 0;
  return -p * Math.log(p) - (1 - p) * Math.log1p(-p);
}

/**
 * The same entropy of an outcome with logit f, H(σ(f)) = ln(1 + e^−|f|) + |f|·e^−|f|/(1 + e^−|f|),
 * in nats. It keeps its relative precision where σ(f) has rounded to 0 or 1.
 */
export function logisticEntropy(logit: number): number {
  const size = Math.abs(logit);
  const decay = Math.exp(-size);
  return Math.log1p(decay) + (size * decay) / (1 + decay);
}
