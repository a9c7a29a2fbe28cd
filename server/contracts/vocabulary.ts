/** The closed sets of words that code, database, API and pages share (see docs/glossary.md). */

/** Ordered from most to least authority; an earlier role may do all that a later one may. */
export const roles = ["owner", "manager", "reviewer", "annotator"] as const;
export type Role = (typeof roles)[number];

export const verdicts = ["first", "second", "tie", "both_bad"] as const;
export type Verdict = (typeof verdicts)[number];

/** What an annotator says about the two sides of the screen; stored as a canonical verdict. */
export const sidedVerdicts = ["left", "right", "tie", "both_bad"] as const;
export type SidedVerdict = (typeof sidedVerdicts)[number];

export const arms = ["active", "control", "holdout", "gold", "repeat"] as const;

export const slices = ["train", "holdout"] as const;
export type Slice = (typeof slices)[number];

export const pairStatuses = ["open", "settled", "dead"] as const;
export const assignmentStates = ["leased", "judged", "skipped", "released", "expired"] as const;
export const skipReasons = ["not_my_field", "unclear", "broken", "offensive"] as const;
export const importStates = ["running", "done", "failed"] as const;
export const exportStates = ["running", "done", "failed"] as const;
export const projectStatuses = ["open", "paused"] as const;
export const messageRoles = ["system", "user", "assistant"] as const;
export type MessageRole = (typeof messageRoles)[number];
export const tiePolicies = ["drop", "both_ways"] as const;
export const leaderboardPeriods = ["today", "week", "all"] as const;

/** The rules that choose within the active arm; core/reward/policies.ts holds each of them. */
export const selectionPolicyNames = [
  "uniform",
  "entropy",
  "bald",
  "capped",
  "d-optimal",
  "expected-accuracy",
  "large-gap",
  "rank-flip",
] as const;
export type SelectionPolicyName = (typeof selectionPolicyNames)[number];

/** What may be wrong with one response. */
export const responseFlags = [
  "unsafe",
  "false",
  "off_topic",
  "refuses_wrongly",
  "reveals_identity",
  "copied",
] as const;
export type ResponseFlag = (typeof responseFlags)[number];

/** What a response may be graded on, from 0 to 4 each. */
export const responseAttributes = [
  "helpfulness",
  "correctness",
  "coherence",
  "complexity",
  "verbosity",
] as const;
export type ResponseAttribute = (typeof responseAttributes)[number];

/** The three bins of the safety step, after Llama 2. */
export const safetyBins = ["preferred_safe_other_unsafe", "both_safe", "both_unsafe"] as const;
export type SafetyBin = (typeof safetyBins)[number];

/** The model under whose name texts are kept that annotators improved. */
export const editedModelName = "tiebreak/edited";

/** Whether a gold pair teaches newcomers in the quiz or is served among real work. */
export const goldUses = ["quiz", "work"] as const;

export const locales = ["en", "ar"] as const;
export type Locale = (typeof locales)[number];

/** Longest texts that an annotator or a manager may write, in characters. */
export const rationaleLengthMax = 5000;
export const reasonLengthMax = 60;
