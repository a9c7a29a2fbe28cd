import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { projects } from "#db/schema/projects.ts";
import { judgmentForm, selectionPolicy } from "#server/contracts/project-settings.ts";

export async function isProject(db: Database, projectId: string): Promise<boolean> {
  const rows = await db
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.id, projectId));
  return rows.length > 0;
}

/** How a project serves and asks; its JSON columns are parsed here and trusted afterwards. */
export async function getProjectSettings(db: Database, projectId: string) {
  const rows = await db
    .select({
      form: projects.form,
      policy: projects.policy,
      status: projects.status,
      guidelinesVersion: projects.guidelinesVersion,
    })
    .from(projects)
    .where(eq(projects.id, projectId));
  const row = rows.at(0);
  if (row === undefined) throw new Error(`project ${projectId} is gone`);
  return { ...row, form: judgmentForm.parse(row.form), policy: selectionPolicy.parse(row.policy) };
}
export type ProjectSettings = Awaited<ReturnType<typeof getProjectSettings>>;
