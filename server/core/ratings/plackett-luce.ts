import { invertCholesky } from "#server/core/numerics/cholesky.ts";
import { maximiseConcave } from "#server/core/numerics/maximise-concave.ts";
import { centre } from "./bradley-terry.ts";
import { type Arcs, findStrongComponents } from "./components.ts";
import { sandwich } from "./covariance.ts";
import {
  evaluateRankings,
  type Rankings,
  rankingMoments,
  requireRankings,
} from "./ranking-likelihood.ts";

export type PlackettLuceOptions = {
  /** λ of the penalty ½λ‖θ‖² on the summed log-likelihood; zero gives maximum likelihood. */
  readonly ridge?: number;
};

type PlackettLuceFit = {
  readonly kind: "fitted";
  /** θ in nats, summing to zero; a worth is e^θ. */
  readonly strengths: Float64Array;
  /** Sandwich covariance with rankings as independent units, K × K, row-major. */
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
};

export type PlackettLuceResult =
  | PlackettLuceFit
  | { readonly kind: "disconnected"; readonly components: readonly (readonly number[])[] }
  | { readonly kind: "no-rankings" }
  | { readonly kind: "ill-conditioned" };

/**
 * Plackett–Luce strengths from rankings of any length by Newton's method: each place is a choice
 * among the models not yet placed, with probability proportional to e^θ. With two models per ranking
 * this is Bradley–Terry.
 *
 * Rankings may be of different models, may carry a weight, and may order only their leading places.
 *
 * @param rankings R rankings, best first.
 * @param options no ridge when left out; a ridge makes one-sided data finite, but models that were
 * never ranked together stay disconnected.
 * @throws RangeError when the rankings are not valid or the ridge is negative or not finite.
 * Source: Plackett 1975, https://doi.org/10.2307/2346567; Hunter 2004, https://doi.org/10.1214/aos/1079120141
 */
export function fitPlackettLuce(
  rankings: Rankings,
  { ridge = 0 }: PlackettLuceOptions = {},
): PlackettLuceResult {
  requireRankings(rankings);
  if (!(ridge >= 0 && ridge < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`ridge must be finite and not negative, got ${ridge}`);
  }
  const arcs = choiceArcs(rankings, ridge > 0);
  if (arcs.from.length === 0) return { kind: "no-rankings" };
  const components = findStrongComponents(arcs);
  if (components.length > 1) return { kind: "disconnected", components };
  const { modelCount } = rankings;
  const maximum = maximiseConcave({
    start: new Float64Array(modelCount),
    evaluate: (strengths) => evaluateRankings(rankings, { strengths, ridge }),
  });
  if (maximum.kind === "no-maximum") return { kind: "ill-conditioned" };
  const { parameters, factor, value, iterations } = maximum;
  const moments = rankingMoments(rankings, parameters);
  return {
    kind: "fitted",
    strengths: centre(parameters),
    covariance: sandwich(invertCholesky(factor), moments, modelCount),
    logLikelihood: value,
    iterations,
  };
}

/** Arcs from each place to the next, and from the last ordered place to all that follow it. */
function choiceArcs(
  { modelCount, offsets, models, orderedCount }: Rankings,
  bothWays: boolean,
): Arcs {
  const from: number[] = [];
  const to: number[] = [];
  for (let ranking = 0; ranking + 1 < offsets.length; ranking++) {
    const start = offsets[ranking];
    const end = offsets[ranking + 1];
    const ordered = Math.min(orderedCount?.[ranking] ?? end - start, end - start - 1);
    for (let place = start; ordered > 0 && place + 1 < end; place++) {
      const winner = models[Math.min(place, start + ordered - 1)];
      from.push(winner);
      to.push(models[place + 1]);
      if (bothWays) {
        from.push(models[place + 1]);
        to.push(winner);
      }
    }
  }
  return { nodeCount: modelCount, from: Int32Array.from(from), to: Int32Array.from(to) };
}
