import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { guidelines } from "#db/schema/projects.ts";

export async function findGuidelines(
  db: Database,
  params: { readonly projectId: string; readonly version: number },
): Promise<{ version: number; markdown: string } | null> {
  const rows = await db
    .select({ version: guidelines.version, markdown: guidelines.markdown })
    .from(guidelines)
    .where(and(eq(guidelines.projectId, params.projectId), eq(guidelines.version, params.version)));
  return rows.at(0) ?? null;
}

export async function insertGuidelines(
  db: Database,
  values: { readonly projectId: string; readonly version: number; readonly markdown: string },
): Promise<void> {
  await db.insert(guidelines).values(values);
}
