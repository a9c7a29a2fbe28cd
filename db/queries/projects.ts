import { and, asc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { memberships } from "#db/schema/memberships.ts";
import { projects } from "#db/schema/projects.ts";
import {
  judgmentForm,
  qualificationSettings,
  selectionPolicy,
} from "#server/contracts/project-settings.ts";

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
      qualification: projects.qualification,
    })
    .from(projects)
    .where(eq(projects.id, projectId));
  const row = rows.at(0);
  if (row === undefined) throw new Error(`project ${projectId} is gone`);
  return {
    ...row,
    form: judgmentForm.parse(row.form),
    policy: selectionPolicy.parse(row.policy),
    qualification: qualificationSettings.parse(row.qualification),
  };
}
export type ProjectSettings = Awaited<ReturnType<typeof getProjectSettings>>;

export async function findProjectBySlug(db: Database, slug: string) {
  const rows = await db
    .select({
      id: projects.id,
      slug: projects.slug,
      name: projects.name,
      description: projects.description,
      status: projects.status,
    })
    .from(projects)
    .where(eq(projects.slug, slug));
  return rows.at(0) ?? null;
}

/** Null when the address is taken. */
export async function insertProject(
  db: Database,
  values: typeof projects.$inferInsert,
): Promise<{ id: string; slug: string } | null> {
  const rows = await db
    .insert(projects)
    .values(values)
    .onConflictDoNothing({ target: projects.slug })
    .returning({ id: projects.id, slug: projects.slug });
  return rows.at(0) ?? null;
}

/** The settings with the row locked, so that two changes do not undo one another. */
export async function lockProjectSettings(
  db: Database,
  projectId: string,
): Promise<ProjectSettings> {
  await db
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.id, projectId))
    .for("no key update");
  return await getProjectSettings(db, projectId);
}

type ProjectChange = Partial<
  Pick<
    typeof projects.$inferInsert,
    "name" | "description" | "form" | "policy" | "qualification" | "status" | "guidelinesVersion"
  >
>;

export async function updateProjectRow(
  db: Database,
  params: { readonly projectId: string; readonly change: ProjectChange },
): Promise<void> {
  await db.update(projects).set(params.change).where(eq(projects.id, params.projectId));
}

/** The projects a user may see, with how far each is and what the user has done in it. */
export async function listProjects(
  db: Database,
  params: { readonly userId: string; readonly isAdministrator: boolean },
) {
  const current = sql`j.project_id = ${projects.id} and j.superseded_by is null and j.withdrawn_at is null`;
  // Gold, repeats and what a pair got beyond its target bring a project no further.
  const counted = sql`p.project_id = ${projects.id} and p.status <> 'dead' and not p.is_gold`;
  const judged = sql`select j.pair_id, count(*) as n from judgments j
    where ${current} and j.repeat_index = 0 group by j.pair_id`;
  return await db
    .select({
      id: projects.id,
      slug: projects.slug,
      name: projects.name,
      description: projects.description,
      status: projects.status,
      role: memberships.role,
      judgments: sql<number>`(select coalesce(sum(least(p.target_judgments, d.n)), 0)
        from (${judged}) d join pairs p on p.id = d.pair_id where ${counted})`.mapWith(Number),
      ownJudgments:
        sql<number>`(select count(*) from judgments j where ${current} and j.annotator_id = ${params.userId})`.mapWith(
          Number,
        ),
      targetJudgments:
        sql<number>`(select coalesce(sum(p.target_judgments), 0) from pairs p where ${counted})`.mapWith(
          Number,
        ),
    })
    .from(projects)
    .leftJoin(
      memberships,
      and(eq(memberships.projectId, projects.id), eq(memberships.userId, params.userId)),
    )
    .where(params.isAdministrator ? undefined : sql`${memberships.userId} is not null`)
    .orderBy(asc(projects.name), asc(projects.id))
    .limit(500);
}
