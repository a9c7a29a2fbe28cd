import { connectDatabase } from "#db/client.ts";
import { findFirstAdministrator } from "#db/queries/administrators.ts";
import { findProjectBySlug } from "#db/queries/projects.ts";
import { createInvite } from "#server/services/create-invite.ts";

/** Makes an invite in the database of the running product, for whoever has not brought one. */
export async function makeInvite(
  databaseUrl: string,
  options: { readonly slug: string; readonly uses: number },
): Promise<string> {
  const connection = connectDatabase(databaseUrl, 1);
  try {
    const id = await findFirstAdministrator(connection.db);
    const project = await findProjectBySlug(connection.db, options.slug);
    if (id === null || project === null) throw new Error(`There is no project ${options.slug}.`);
    const person = { id, name: "", email: "", isAdministrator: true };
    const { token } = await createInvite(connection.db, {
      viewer: { ...person, projectId: project.id, role: "owner" },
      input: {
        role: "annotator",
        label: "Simulated annotators",
        usesMax: options.uses,
        expiresInDays: 1,
      },
    });
    return token;
  } finally {
    await connection.close();
  }
}
