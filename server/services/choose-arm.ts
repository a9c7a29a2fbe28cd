import type { ArmShares } from "#server/contracts/project-settings.ts";
import type { arms } from "#server/contracts/vocabulary.ts";

export type ServedArm = (typeof arms)[number];

/** What could be served to this annotator now. */
export type Servable = {
  readonly train: boolean;
  readonly holdout: boolean;
  readonly gold: boolean;
  readonly repeat: boolean;
};

export type ArmChoice = { readonly arm: ServedArm; readonly armShare: number };

/**
 * Draws an arm in proportion to the project's shares, among the arms that have a pair to serve.
 * Gold and repeats are mixed among work and are nothing without it. An arm of ordinary work without
 * a share is served only when no other work is left.
 * @param uniform a number in [0, 1)
 * @returns the arm and the probability it had, or null when no ordinary work is left
 */
export function chooseArm(
  shares: ArmShares,
  servable: Servable,
  uniform: number,
): ArmChoice | null {
  const open = openArms(shares, servable);
  const total = open.reduce((sum, candidate) => sum + candidate.share, 0);
  let rest = uniform * total;
  for (const { arm, share } of open) {
    rest -= share;
    // Rounding may leave a sliver beyond the last share, which belongs to the last arm.
    if (rest < 0 || arm === open.at(-1)?.arm) return { arm, armShare: share / total };
  }
  return null;
}

type Candidate = { readonly arm: ServedArm; readonly share: number };

function openArms(shares: ArmShares, servable: Servable): readonly Candidate[] {
  const work = workArms(shares, servable);
  if (work.length === 0) return [];
  const checks = (["gold", "repeat"] as const)
    .filter((arm) => servable[arm])
    .map((arm) => ({ arm, share: shares[arm] }));
  const shared = [...work, ...checks].filter(({ share }) => share > 0);
  return shared.length > 0 ? shared : work.map(({ arm }) => ({ arm, share: 1 }));
}

function workArms(shares: ArmShares, servable: Servable): readonly Candidate[] {
  const work: Candidate[] = [];
  if (servable.train) {
    work.push({ arm: "active", share: shares.active });
    work.push({ arm: "control", share: shares.control });
  }
  if (servable.holdout) work.push({ arm: "holdout", share: shares.holdout });
  if (work.some((candidate) => candidate.share > 0)) return work;
  // What all work is meant to have falls to what is left of it, so that checks stay as rare.
  const share = (shares.active + shares.control + shares.holdout) / work.length;
  return work.map(({ arm }) => ({ arm, share }));
}
