import type { JudgmentForm } from "#server/contracts/project-settings.ts";

/** Why judgments made before and after a change cannot simply be put together, a sentence each. */
export function listIncomparable(before: JudgmentForm, after: JudgmentForm): string[] {
  const said: string[] = [];
  if (before.strengthLevels !== after.strengthLevels) {
    said.push(
      `Strength was given in ${stepsOf(before)} so far and will be in ${stepsOf(after)}. Each judgment keeps how many steps it had; a mean over both says little.`,
    );
  }
  if (before.hasTie !== after.hasTie) {
    said.push(
      after.hasTie
        ? "So far nobody could say “tie”: close pairs were forced to one side."
        : "Ties can no longer be said: pairs as close as those judged even so far will be forced to one side.",
    );
  }
  if (before.hasBothBad !== after.hasBothBad) {
    said.push(
      after.hasBothBad
        ? "So far nobody could say “both bad”: such pairs have a preferred side or a tie."
        : "“Both bad” can no longer be said: such pairs will be given a preferred side or a tie.",
    );
  }
  if ((before.rankingSize === null) !== (after.rankingSize === null)) {
    said.push(
      "Pairs that come from a ranking and pairs judged by themselves are not judged alike.",
    );
  }
  const gone = before.reasons.filter((reason) => !after.reasons.includes(reason));
  if (gone.length > 0) {
    const names = gone.map((reason) => `“${reason}”`).join(", ");
    said.push(`Counts of reasons cannot be compared: ${names} will no longer be offered.`);
  }
  return said;
}

function stepsOf({ strengthLevels }: JudgmentForm): string {
  return strengthLevels === 1 ? "one step" : `${strengthLevels} steps`;
}

/** A reason moved one place up or down; at the end it stays where it is. */
export function moveReason(reasons: readonly string[], index: number, by: -1 | 1): string[] {
  const moved = [...reasons];
  const [reason] = moved.splice(index, 1);
  if (reason === undefined) return moved;
  moved.splice(Math.max(0, Math.min(moved.length, index + by)), 0, reason);
  return moved;
}
