import { readFileSync } from "node:fs";
import type { Database } from "#db/client.ts";
import { insertGuidelines } from "#db/queries/guidelines.ts";
import { insertProject } from "#db/queries/projects.ts";
import { type DemoPrompt, readDemoContent } from "#db/seed/demo/demo-content.ts";
import type { ImportRow } from "#server/adapters/importers/import-row.ts";
import { judgmentForm, selectionPolicy } from "#server/contracts/project-settings.ts";
import { storeRows } from "./store-rows.ts";

const guidelinesFile = new URL("../../db/seed/demo/guidelines.md", import.meta.url);

/**
 * Adds the demo project, once: its address is taken by the first process that gets here, and one
 * that has been renamed or emptied since is left alone.
 */
export async function seedDemo(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    const policy = selectionPolicy.parse({ holdoutShare: 0.15 });
    const project = await insertProject(tx, {
      slug: "demo",
      name: "Demo: which answer is better?",
      description:
        "Invented models answer real kinds of questions. Judge a few pairs and watch the order of the rest change.",
      form: judgmentForm.parse({}),
      policy,
      isDemo: true,
    });
    if (project === null) return;
    const markdown = readFileSync(guidelinesFile, "utf8");
    await insertGuidelines(tx, { projectId: project.id, version: 1, markdown });
    await storeRows(tx, { projectId: project.id, policy }, readDemoContent().map(toImportRow));
  });
}

/** Without the utilities: only simulated annotators may know them. */
function toImportRow(prompt: DemoPrompt): ImportRow {
  return {
    kind: "responses",
    messages: prompt.messages,
    completions: prompt.responses.map(({ model, text }) => ({ model, text, generation: null })),
    sourceId: prompt.id,
    category: prompt.category,
    language: prompt.language,
    tags: [],
  };
}
