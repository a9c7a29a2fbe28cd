import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";

/**
 * Makes the worker's own encoder the score service of every project without another one, under the
 * model that is set now; null takes it away again.
 * @returns how many projects changed
 */
export async function assignLocalEncoder(db: Database, model: string | null): Promise<number> {
  if (model === null) {
    const gone = await db.execute(
      sql`delete from score_services where config ->> 'kind' = 'local_encoder'`,
    );
    return gone.count;
  }
  const config = sql`jsonb_build_object('kind', 'local_encoder', 'model', ${model}::text)`;
  const changed = await db.execute(sql`
    update score_services set config = ${config}, failing_since = null, fault = null, failures = 0,
      retry_at = null, answered_at = null
    where config ->> 'kind' = 'local_encoder' and config <> ${config}`);
  const added = await db.execute(sql`
    insert into score_services (project_id, config)
    select id, ${config} from projects
    where not exists (select 1 from score_services s where s.project_id = projects.id)
    on conflict do nothing`);
  return changed.count + added.count;
}
