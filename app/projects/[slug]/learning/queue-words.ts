import { policyWords } from "#app/projects/[slug]/policy-words.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { type SelectionPolicyName, selectionPolicyNames } from "#server/contracts/vocabulary.ts";

type Queue = ApiOutputs["rewardModels"]["queue"];
type QueueEntry = Queue["entries"][number];

/** How many pairs wait, and why the first of them are first. */
export function queueWords({ counts, entries, policyName }: QueueFacts): string {
  if (counts.total === 0) return "Pairs in the order in which the active arm asks for them.";
  const ranked = policyOf(entries[0]?.policy) ?? policyName;
  const standIn =
    ranked === policyName
      ? ""
      : ` “${policyWords[ranked].label}” stands in for “${policyWords[policyName].label}”${
          policyName === "rank-flip" ? " until two models have been compared" : ""
        }.`;
  return `${counts.open} pairs of ${counts.total} in the queue, one a prompt.${standIn} ${policyWords[ranked].reason} ${chance}`;
}

const chance =
  "The order is a draw that follows this rank, so that every pair is served with a known probability.";

type QueueFacts = Pick<Queue, "counts" | "policyName"> & {
  readonly entries: readonly Pick<QueueEntry, "policy">[];
};

/**
 * What there is to say of one pair that the sentence above the table does not: another policy than
 * the project's, or whose order it settles. Null where there is nothing.
 */
export function entryWords(
  entry: Pick<QueueEntry, "policy" | "firstModel" | "secondModel">,
  projectPolicy: SelectionPolicyName,
): string | null {
  const policy = policyOf(entry.policy);
  if (policy === "rank-flip") {
    return entry.firstModel === entry.secondModel
      ? "By chance: both are by one model"
      : `Settles the order of ${entry.firstModel} and ${entry.secondModel}`;
  }
  if (policy === projectPolicy) return null;
  return `Chosen by ${policy === null ? entry.policy : `“${policyWords[policy].label}”`}`;
}

/** Null for a name that was stored by another version of the product. */
function policyOf(name: string | undefined): SelectionPolicyName | null {
  return selectionPolicyNames.find((known) => known === name) ?? null;
}
