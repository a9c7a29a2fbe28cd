import { z } from "zod";
import { tidyName } from "#server/contracts/person.ts";
import { armShares, judgmentFormInput, sumOfShares } from "#server/contracts/project-settings.ts";
import { projectStatuses, selectionPolicyNames } from "#server/contracts/vocabulary.ts";

const projectName = z
  .string()
  .transform(tidyName)
  .pipe(z.string().min(1, "Enter a name.").max(100, "Use at most 100 characters."));

const projectDescription = z.string().trim().max(500, "Use at most 500 characters.");

export const createProjectInput = z.object({
  name: projectName,
  description: projectDescription.default(""),
});
export type CreateProjectInput = z.infer<typeof createProjectInput>;

/** What a manager may change about a running project. */
export const updateProjectInput = z.object({
  name: projectName,
  description: projectDescription,
  targetJudgments: z.number().int().min(1).max(50),
  arms: armShares.refine((arms) => Math.abs(sumOfShares(arms) - 1) < 1e-6, {
    message: "The shares must add up to 100 %.",
  }),
  policyName: z.enum(selectionPolicyNames),
  leaseSeconds: z.number().int().min(5).max(86_400),
  warmupJudgments: z.number().int().min(0).max(10_000),
});
export type UpdateProjectInput = z.infer<typeof updateProjectInput>;

export const updateFormInput = z.object({ form: judgmentFormInput });

export const guidelinesMarkdown = z.string().trim().max(50_000, "Use at most 50,000 characters.");

export const projectStatus = z.enum(projectStatuses);
export type ProjectStatus = z.infer<typeof projectStatus>;
