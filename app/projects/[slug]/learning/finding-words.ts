import { formatNumberOf } from "#app/format.ts";
import type { LearningFinding } from "#server/contracts/learning-proof.ts";

/** What the choice of pairs was worth, as a sentence that a manager can repeat. */
export function findingWords(finding: LearningFinding): string {
  switch (finding.kind) {
    case "too_early":
      return earlyWords(finding);
    case "saved": {
      const { value, lower, upper } = finding.saved;
      return `The active arm needed ${percent(value)} fewer judgments than the control arm to reach ${percent(finding.accuracy, 1)} (${count(finding.activeJudgments)} instead of ${count(finding.controlJudgments)}; 95 % interval of the saving ${percent(lower)} to ${percent(upper)}).`;
    }
    case "worse": {
      const { value, lower, upper } = finding.extra;
      return `The active arm needed ${percent(value)} more judgments than the control arm to reach ${percent(finding.accuracy, 1)} (95 % interval ${percent(lower)} to ${percent(upper)}). Raise the control share or try another policy.`;
    }
    case "no_difference":
      return undecidedWords(finding);
  }
}

function earlyWords(finding: Extract<LearningFinding, { kind: "too_early" }>): string {
  const arms = Math.max(0, finding.judgmentsPerArmNeeded - finding.judgmentsPerArm);
  const holdout = Math.max(0, finding.holdoutJudgmentsNeeded - finding.holdoutJudgments);
  const missing = [
    arms > 0 ? `${formatNumberOf(arms, "judgment")} more in the smaller of the two arms` : "",
    holdout > 0 ? `${formatNumberOf(holdout, "hold-out judgment")} more` : "",
  ].filter((part) => part !== "");
  return missing.length === 0
    ? "It is too early to compare the two arms."
    : `It is too early to compare the two arms: ${missing.join(" and ")} are needed.`;
}

function undecidedWords(finding: Extract<LearningFinding, { kind: "no_difference" }>): string {
  const { value, lower, upper } = finding.difference;
  const stand = `No difference yet: the active arm stands ${points(value)} from the control arm (95 % interval ${points(lower)} to ${points(upper)})`;
  const detectable = points(finding.detectable).replace("+", "");
  if (finding.moreJudgments === null) {
    return `${stand}. The hold-out arm has no share, so no number of further judgments would show one.`;
  }
  return finding.moreHoldoutJudgments === 0
    ? `${stand}. There are enough hold-out judgments to show one of ${detectable}.`
    : `${stand}; about ${formatNumberOf(finding.moreJudgments, "more judgment")} would show one of ${detectable}.`;
}

function count(judgments: number): string {
  return judgments.toLocaleString("en");
}

function percent(share: number, digits = 0): string {
  return `${(share * 100).toFixed(digits)} %`;
}

/** Percentage points with their sign, as 2 points of accuracy are not 2 % of it. */
function points(share: number): string {
  const rounded = Math.round(share * 1000) / 10;
  const sign = rounded > 0 ? "+" : rounded < 0 ? "−" : "";
  return `${sign}${Math.abs(rounded)} points`;
}
