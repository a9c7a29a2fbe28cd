import { type UpdateProjectInput, updateProjectInput } from "#server/contracts/project.ts";
import type { SelectionPolicy } from "#server/contracts/project-settings.ts";

/** What stands in the fields: numbers as they are being typed, shares in percent. */
export type SettingsValues = {
  readonly name: string;
  readonly description: string;
  readonly targetJudgments: string;
  readonly active: string;
  readonly control: string;
  readonly holdout: string;
  readonly gold: string;
  readonly repeat: string;
  readonly policyName: SelectionPolicy["policyName"];
  readonly leaseMinutes: string;
  readonly warmupJudgments: string;
};

export type SettingsErrors = Partial<Record<keyof SettingsValues | "arms", string>>;

export function settingsValues(
  project: { readonly name: string; readonly description: string },
  { policy }: { readonly policy: SelectionPolicy },
): SettingsValues {
  return {
    name: project.name,
    description: project.description,
    targetJudgments: String(policy.targetJudgments),
    active: percentOf(policy.arms.active),
    control: percentOf(policy.arms.control),
    holdout: percentOf(policy.arms.holdout),
    gold: percentOf(policy.arms.gold),
    repeat: percentOf(policy.arms.repeat),
    policyName: policy.policyName,
    leaseMinutes: String(Number((policy.leaseSeconds / 60).toFixed(2))),
    warmupJudgments: String(policy.warmupJudgments),
  };
}

/** The change that the fields ask for, or what is wrong with each of them. */
export function readSettings(values: SettingsValues): {
  readonly change: UpdateProjectInput | null;
  readonly errors: SettingsErrors;
} {
  const { name, description } = values;
  const result = updateProjectInput.safeParse({
    name,
    description,
    targetJudgments: numberOf(values.targetJudgments),
    arms: {
      active: numberOf(values.active) / 100,
      control: numberOf(values.control) / 100,
      holdout: numberOf(values.holdout) / 100,
      gold: numberOf(values.gold) / 100,
      repeat: numberOf(values.repeat) / 100,
    },
    policyName: values.policyName,
    leaseSeconds: Math.round(numberOf(values.leaseMinutes) * 60),
    warmupJudgments: numberOf(values.warmupJudgments),
  });
  if (result.success) return { change: result.data, errors: {} };
  const errors: SettingsErrors = {};
  for (const issue of result.error.issues) {
    const [first] = issue.path;
    if (first === "name" || first === "description") errors[first] ??= issue.message;
    if (first === "targetJudgments") errors.targetJudgments = "Use a whole number from 1 to 50.";
    if (first === "arms") errors.arms = "Shares of 0 to 100 % that add up to 100 %.";
    if (first === "leaseSeconds") errors.leaseMinutes = "Use 0.1 to 1,440 minutes.";
    if (first === "warmupJudgments") errors.warmupJudgments = "Use a whole number up to 10,000.";
  }
  return { change: null, errors };
}

/** An empty field is no number, although JavaScript reads it as zero. */
function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

function percentOf(share: number): string {
  return String(Number((share * 100).toFixed(2)));
}
