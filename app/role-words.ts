import type { Role } from "#server/contracts/vocabulary.ts";

/** How pages name a role, and what it lets somebody do. */
export const roleWords = {
  owner: { label: "Owner", may: "run the project, and decide who owns it" },
  manager: { label: "Manager", may: "import data, change settings, export, and invite people" },
  reviewer: { label: "Reviewer", may: "judge pairs and see how models compare" },
  annotator: { label: "Annotator", may: "judge pairs of responses" },
} as const satisfies Record<Role, { readonly label: string; readonly may: string }>;
