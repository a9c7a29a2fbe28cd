import type { SelectionPolicy } from "#server/contracts/project-settings.ts";

export type ServedArm = "active" | "control" | "holdout";

/** What could be served to this annotator now, by slice. */
export type Servable = { readonly train: boolean; readonly holdout: boolean };

/**
 * Draws an arm in proportion to the project's shares, among the arms that have a pair to serve.
 * @param uniform a number in [0, 1)
 * @returns the arm and the probability it had, or null when no arm with a share has anything; an
 *   arm without a share is served only when nothing else is left to judge
 */
export function chooseArm(
  shares: SelectionPolicy["arms"],
  servable: Servable,
  uniform: number,
): { readonly arm: ServedArm; readonly armShare: number } | null {
  const open = openArms(shares, servable);
  const total = open.reduce((sum, candidate) => sum + candidate.share, 0);
  let rest = uniform * total;
  for (const { arm, share } of open) {
    rest -= share;
    if (rest < 0) return { arm, armShare: share / total };
  }
  return null;
}

function openArms(shares: SelectionPolicy["arms"], servable: Servable) {
  const candidates: { arm: ServedArm; share: number }[] = [];
  if (servable.train) {
    candidates.push({ arm: "active", share: shares.active });
    candidates.push({ arm: "control", share: shares.control });
  }
  if (servable.holdout) candidates.push({ arm: "holdout", share: shares.holdout });
  const shared = candidates.filter((candidate) => candidate.share > 0);
  if (shared.length > 0) return shared;
  return candidates.map((candidate) => ({ ...candidate, share: 1 }));
}
