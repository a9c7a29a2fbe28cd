import { randomBytes } from "node:crypto";
import type { Database } from "#db/client.ts";
import { insertAuditEvent } from "#db/queries/audit-events.ts";
import { insertGuidelines } from "#db/queries/guidelines.ts";
import { insertMembership } from "#db/queries/memberships.ts";
import { insertProject } from "#db/queries/projects.ts";
import type { CreateProjectInput } from "#server/contracts/project.ts";
import { judgmentForm, selectionPolicy } from "#server/contracts/project-settings.ts";

const firstGuidelines = [
  "Read the prompt, then both responses to the end.",
  "Prefer the response that helps more: correct first, then complete, then clear.",
  "Length, formatting and confidence are not merits in themselves.",
].join("\n\n");

/** Makes a project with its first guidelines; its maker owns it. */
export async function createProject(
  db: Database,
  params: { readonly input: CreateProjectInput; readonly ownerId: string },
): Promise<{ id: string; slug: string }> {
  const { input, ownerId } = params;
  return await db.transaction(async (tx) => {
    const project = await insertUnderFreeSlug(tx, {
      ...input,
      form: judgmentForm.parse({}),
      policy: selectionPolicy.parse({}),
      createdBy: ownerId,
    });
    const projectId = project.id;
    await insertGuidelines(tx, { projectId, version: 1, markdown: firstGuidelines });
    await insertMembership(tx, { projectId, userId: ownerId, role: "owner" });
    await insertAuditEvent(tx, { projectId, actorId: ownerId, action: "project.created" });
    return project;
  });
}

type NewProject = Omit<Parameters<typeof insertProject>[1], "slug">;

async function insertUnderFreeSlug(tx: Database, values: NewProject) {
  const base = slugOf(values.name);
  const candidates = [base, ...[2, 3, 4].map((count) => `${base}-${count}`)];
  for (const slug of candidates) {
    const project = await insertProject(tx, { ...values, slug });
    if (project !== null) return project;
  }
  const slug = `${base}-${randomBytes(4).toString("hex")}`;
  const project = await insertProject(tx, { ...values, slug });
  if (project === null) throw new Error(`no free address for ${slug}`);
  return project;
}

/** A name in the letters of an address; names in other scripts become `project`. */
function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return slug.slice(0, 50).replace(/-+$/, "") || "project";
}
