import { and, eq, max } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { guidelineAcknowledgements, guidelines } from "#db/schema/projects.ts";

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

/** Notes that somebody has read a version; reading it again changes nothing. */
export async function insertAcknowledgement(
  db: Database,
  values: { readonly projectId: string; readonly version: number; readonly userId: string },
): Promise<void> {
  await db.insert(guidelineAcknowledgements).values(values).onConflictDoNothing();
}

/** The newest version that somebody has read; null when none. */
export async function findAcknowledgedVersion(
  db: Database,
  params: { readonly projectId: string; readonly userId: string },
): Promise<number | null> {
  const rows = await db
    .select({ version: max(guidelineAcknowledgements.version) })
    .from(guidelineAcknowledgements)
    .where(
      and(
        eq(guidelineAcknowledgements.projectId, params.projectId),
        eq(guidelineAcknowledgements.userId, params.userId),
      ),
    );
  return rows.at(0)?.version ?? null;
}
