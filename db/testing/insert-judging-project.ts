import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { guidelines, projects } from "#db/schema/projects.ts";
import { users } from "#db/schema/users.ts";
import {
  judgmentForm,
  type SelectionPolicy,
  selectionPolicy,
} from "#server/contracts/project-settings.ts";

type Plan = {
  readonly prompts: number;
  readonly holdoutPrompts?: number;
  readonly models?: number;
  readonly policy?: Partial<SelectionPolicy>;
  readonly form?: Parameters<typeof judgmentForm.parse>[0];
};

/** A project whose prompts each have one completion per model and every pair of them. */
export async function insertJudgingProject(db: Database, plan: Plan): Promise<string> {
  const policy = selectionPolicy.parse(plan.policy ?? {});
  const rows = await db
    .insert(projects)
    .values({
      slug: `project-${randomUUID()}`,
      name: "Judging",
      form: judgmentForm.parse(plan.form ?? {}),
      policy,
    })
    .returning({ id: projects.id });
  const projectId = rows.at(0)?.id;
  if (projectId === undefined) throw new Error("insert returned no row");
  await db.insert(guidelines).values({ projectId, version: 1, markdown: "Prefer the better one." });
  await insertPairs(db, { ...plan, projectId, targetJudgments: policy.targetJudgments });
  return projectId;
}

async function insertPairs(
  db: Database,
  plan: Plan & { readonly projectId: string; readonly targetJudgments: number },
): Promise<void> {
  const { projectId, targetJudgments } = plan;
  await db.execute(sql`
    insert into models (project_id, name)
    select ${projectId}, 'model-' || n from generate_series(1, ${plan.models ?? 2}::int) n`);
  await db.execute(sql`
    insert into prompts (project_id, messages, content_hash, slice)
    select ${projectId}, jsonb_build_array(jsonb_build_object('role', 'user', 'content', 'Prompt ' || n)),
      md5(n::text), case when n <= ${plan.holdoutPrompts ?? 0}::int then 'holdout' else 'train' end::slice
    from generate_series(1, ${plan.prompts}::int) n`);
  await db.execute(sql`
    insert into completions (prompt_id, model_id, text, content_hash)
    select p.id, m.id, 'Answer of ' || m.id || ' to ' || p.id, md5(m.id || '-' || p.id)
    from prompts p join models m using (project_id) where p.project_id = ${projectId}`);
  await db.execute(sql`
    insert into pairs (project_id, prompt_id, first_id, second_id, slice, target_judgments, open_slots)
    select p.project_id, p.id, a.id, b.id, p.slice, ${targetJudgments}::int, ${targetJudgments}::int
    from prompts p
    join completions a on a.prompt_id = p.id
    join completions b on b.prompt_id = p.id and a.id < b.id
    where p.project_id = ${projectId}`);
}

export async function insertUser(db: Database, name = "Ann"): Promise<string> {
  const rows = await db
    .insert(users)
    .values({ name, email: `${randomUUID()}@example.org` })
    .returning({ id: users.id });
  const id = rows.at(0)?.id;
  if (id === undefined) throw new Error("insert returned no row");
  return id;
}
