import type { Database } from "#db/client.ts";
import type { Assignment } from "#db/queries/assignments.ts";
import { listReplacedForms } from "#db/queries/form-history.ts";
import type { ProjectSettings } from "#db/queries/projects.ts";
import { findAnswerFault } from "#server/contracts/answer-rules.ts";
import type { RecordJudgmentInput } from "#server/contracts/judgment.ts";
import { type JudgmentForm, judgmentForm } from "#server/contracts/project-settings.ts";
import { Invalid } from "#server/errors.ts";
import { canonicalAnswers, canonicalVerdict } from "./canonical-answers.ts";
import { storeEdit } from "./store-edit.ts";

type Submission = Pick<RecordJudgmentInput, "verdict" | "strength" | "strengthLevels" | "answers">;

/**
 * Checks a submission against the project's form and returns what of it a judgment stores, in
 * canonical order; an improved response becomes a completion. Run it inside the transaction that
 * stores the judgment, with the assignment locked.
 * @throws Invalid with a sentence when no form that may have been shown takes it
 */
export async function acceptAnswers(
  tx: Database,
  params: {
    readonly assignment: Assignment;
    readonly settings: Pick<ProjectSettings, "form" | "policy">;
    readonly input: Submission;
  },
) {
  const { assignment, settings, input } = params;
  const form = await chooseForm(tx, params);
  const verdict = canonicalVerdict(input.verdict, assignment.leftIsFirst);
  const edit = input.answers?.edit ?? null;
  const editId =
    edit === null || verdict === "tie" || verdict === "both_bad"
      ? null
      : await storeEdit(tx, {
          assignment,
          side: verdict,
          text: edit,
          targetJudgments: settings.policy.targetJudgments,
        });
  return {
    verdict,
    strength: input.strength,
    strengthLevels: form.strengthLevels,
    ...canonicalAnswers(input.answers, assignment.leftIsFirst),
    editId,
  };
}

/** The form in force, or else one that was in force when the page with the pair may have opened. */
async function chooseForm(
  tx: Database,
  {
    assignment,
    settings,
    input,
  }: {
    readonly assignment: Assignment;
    readonly settings: Pick<ProjectSettings, "form">;
    readonly input: Submission;
  },
): Promise<JudgmentForm> {
  const fault = findAnswerFault(input, settings.form);
  if (fault === null) return settings.form;
  const replaced = await listReplacedForms(tx, {
    projectId: assignment.projectId,
    since: new Date(assignment.createdAt.getTime() - pageLifeMs),
  });
  for (const candidate of replaced) {
    const parsed = judgmentForm.safeParse(candidate);
    if (parsed.success && findAnswerFault(input, parsed.data) === null) return parsed.data;
  }
  throw new Invalid(fault);
}

/** How long before a pair was leased the page that shows it may have been opened. */
const pageLifeMs = 86_400_000;
