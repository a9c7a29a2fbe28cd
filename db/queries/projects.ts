import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { projects } from "#db/schema/projects.ts";

export async function isProject(db: Database, projectId: string): Promise<boolean> {
  const rows = await db
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.id, projectId));
  return rows.length > 0;
}
