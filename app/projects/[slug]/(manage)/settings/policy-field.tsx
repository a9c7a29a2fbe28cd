import { useId } from "react";
import { policyWords } from "#app/projects/[slug]/policy-words.ts";
import type { SelectionPolicyName } from "#server/contracts/vocabulary.ts";

type PolicyFieldProps = {
  readonly value: SelectionPolicyName;
  onChange(value: SelectionPolicyName): void;
};

// The keys of a record are strings to the compiler; these are those of `policyWords`.
const names = Object.keys(policyWords) as SelectionPolicyName[];

const recommended: SelectionPolicyName = "capped";

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
              {policyWords[name].label}
              {name === recommended && " (recommended)"}
            </label>
            <p id={`${group}-${name}-hint`} className="text-[0.8125rem] leading-5 text-muted">
              {policyWords[name].hint}
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
