import { useId } from "react";
import type { SelectionPolicyName } from "#server/contracts/vocabulary.ts";

type PolicyFieldProps = {
  readonly value: SelectionPolicyName;
  onChange(value: SelectionPolicyName): void;
};

/** In the order in which they are worth trying. */
const policies: Readonly<Record<SelectionPolicyName, { label: string; hint: string }>> = {
  capped: {
    label: "Balanced doubt (recommended)",
    hint: "Pairs the model is unsure of, where judgments can still teach it; oddities are held down.",
  },
  uniform: {
    label: "Random",
    hint: "Every pair alike. The active arm then does what the control arm does.",
  },
  entropy: {
    label: "Closest calls",
    hint: "Pairs nearest to even odds, whether or not a judgment would make the model surer.",
  },
  bald: {
    label: "Most to learn",
    hint: "Pairs where the model lacks knowledge; on real text often outliers.",
  },
  "d-optimal": {
    label: "Widest coverage",
    hint: "Pairs that narrow all of the model's weights at once the most.",
  },
  "expected-accuracy": {
    label: "Look ahead",
    hint: "Pairs whose answer should make most other predictions right. The slowest to compute.",
  },
  "large-gap": {
    label: "Clear differences",
    hint: "Pairs where one response may be far better; for training on strong contrasts.",
  },
  "rank-flip": {
    label: "Settle the leaderboard",
    hint: "Pairs of models whose order is still open; for comparing models rather than teaching one.",
  },
};

// The keys of a record are strings to the compiler; these are those of `policies`.
const names = Object.keys(policies) as SelectionPolicyName[];

/** Which rule the active arm goes by, each said in one line. */
export function PolicyField({ value, onChange }: PolicyFieldProps) {
  const group = useId();
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">How the active arm chooses</legend>
      {names.map((name) => (
        <div key={name} className="flex gap-3">
          <input
            type="radio"
            id={`${group}-${name}`}
            name={group}
            value={name}
            checked={name === value}
            aria-describedby={`${group}-${name}-hint`}
            className="mt-0.5 size-5 shrink-0 accent-accent"
            onChange={() => onChange(name)}
          />
          <div>
            <label htmlFor={`${group}-${name}`} className="text-sm font-medium">
              {policies[name].label}
            </label>
            <p id={`${group}-${name}-hint`} className="text-[0.8125rem] leading-5 text-muted">
              {policies[name].hint}
            </p>
          </div>
        </div>
      ))}
      <p className="text-[0.8125rem] leading-5 text-muted">
        A change takes effect within seconds, and every judgment keeps the name of the rule that
        chose its pair.
      </p>
    </fieldset>
  );
}
