import type { SelectionPolicyName } from "#server/contracts/vocabulary.ts";

type PolicyWords = {
  readonly label: string;
  /** What it is for, where it is chosen. */
  readonly hint: string;
  /** Why it asks for a pair, where the queue is shown. */
  readonly reason: string;
};

/** In the order in which they are worth trying. */
export const policyWords: Readonly<Record<SelectionPolicyName, PolicyWords>> = {
  capped: {
    label: "Balanced doubt",
    hint: "Pairs the model is unsure of, where judgments can still teach it; oddities are held down.",
    reason:
      "A pair ranks high when the model is undecided (near 50 %) and would learn from the answer (epistemic, which counts only so far that oddities do not lead).",
  },
  uniform: {
    label: "Random",
    hint: "Every pair alike. The active arm then does what the control arm does.",
    reason: "Every pair counts alike; what the model thinks of it plays no part.",
  },
  entropy: {
    label: "Closest calls",
    hint: "Pairs nearest to even odds, whether or not a judgment would make the model surer.",
    reason:
      "A pair ranks high when the model is undecided (near 50 %), whether or not it would learn from the answer.",
  },
  bald: {
    label: "Most to learn",
    hint: "Pairs where the model lacks knowledge; on real text often outliers.",
    reason: "A pair ranks high when the model would learn from the answer (epistemic).",
  },
  "d-optimal": {
    label: "Widest coverage",
    hint: "Pairs that narrow all of the model's weights at once the most.",
    reason:
      "A pair ranks high when the model hardly knows the gap between its responses and the odds are not lopsided, as its answer narrows all weights at once the most.",
  },
  "expected-accuracy": {
    label: "Look ahead",
    hint: "Pairs whose answer should make most other predictions right. The slowest to compute.",
    reason: "A pair ranks high when its answer should put the most other pairs in the right order.",
  },
  "large-gap": {
    label: "Clear differences",
    hint: "Pairs where one response may be far better; for training on strong contrasts.",
    reason:
      "A pair ranks high when one response may be far better: the gap that the model expects counts, and so does its doubt about it.",
  },
  "rank-flip": {
    label: "Settle the leaderboard",
    hint: "Pairs of models whose order is still open; for comparing models rather than teaching one.",
    reason:
      "A pair ranks high when a judgment is likely to settle which of its two models is the better one. The texts play no part, and neither do the figures below, which the reward model made of them.",
  },
};
