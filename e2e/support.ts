import { expect, type Page } from "@playwright/test";
import postgres from "postgres";
import type { Product } from "./product.ts";

/** Signs the administrator in with the link that the first start printed. */
export async function signInAsAdministrator(page: Page, product: Product): Promise<void> {
  if (product.signInLink === null) throw new Error("this product has been signed in to before");
  await page.goto(product.signInLink);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
}

/** Makes a project over the pages, as an administrator does; returns its path. */
export async function createProject(page: Page, name: string): Promise<string> {
  await page.goto("/");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Create project" }).click();
  await page.waitForURL(/\/projects\//);
  return new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
}

type Upload = string | { name: string; mimeType: string; buffer: Buffer };

export async function importFile(page: Page, project: string, file: Upload): Promise<void> {
  await page.goto(`${project}/data`);
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("button", { name: "Import" }).click();
}

/** A file of prompts with two responses each, for projects whose content does not matter. */
export function fileOf(prompts: number, response = (name: string) => `${name} answers.`): Upload {
  const lines = Array.from({ length: prompts }, (_, index) =>
    JSON.stringify({
      prompt: `Question ${index + 1}: which one?`,
      responses: [
        { model: "secret-checkpoint-one", text: response(`Answer ${index + 1} of the first`) },
        { model: "secret-checkpoint-two", text: response(`Answer ${index + 1} of the second`) },
      ],
    }),
  );
  return {
    name: "prompts.jsonl",
    mimeType: "application/jsonl",
    buffer: Buffer.from(lines.join("\n")),
  };
}

/** A single-use invite for an annotator. */
export async function makeInvite(page: Page, project: string): Promise<string> {
  await page.goto(`${project}/members`);
  await page.getByRole("button", { name: "New invite link" }).click();
  await page.getByRole("button", { name: "Create link" }).click();
  return await page.getByRole("textbox", { name: "Invite link" }).inputValue();
}

/** The pair on the screen; the one that waits behind it is hidden. */
export function shownPair(page: Page) {
  return page.locator("article:not([hidden])");
}

/** Presses a key for the pair on the screen until the next one, or none, has taken its place. */
export async function judge(page: Page, key: string): Promise<void> {
  await expect(shownPair(page)).toBeVisible();
  const pair = await shownPair(page).elementHandle();
  // A key within a moment of the pair's appearance is taken for a bounce and does nothing.
  await expect
    .poll(
      async () => {
        const isThere = await pair?.evaluate((element) => element.isConnected);
        if (isThere) await page.keyboard.press(key);
        return isThere && (await pair?.evaluate((element) => element.isConnected));
      },
      { intervals: [160] },
    )
    .toBe(false);
  // A handle keeps what it names, and all that hangs on it, from being collected.
  await pair?.dispose();
}

/** Keeps the code of pages back until what it returns is called. */
export async function holdCode(page: Page): Promise<() => Promise<void>> {
  const scripts = /\/_next\/static\/.*\.js/;
  await page.route(scripts, () => undefined);
  // Taking the route away lets go of what it held.
  return () => page.unroute(scripts);
}

export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}

/** Asks the product's own database, for what no page shows. */
export async function ask<Row extends object>(product: Product, query: string): Promise<Row[]> {
  const sql = postgres(product.databaseUrl, { max: 1 });
  try {
    return await sql.unsafe<Row[]>(query);
  } finally {
    await sql.end();
  }
}

/** Sets what a project asks, where a story is not about the page that does. */
export async function setForm(product: Product, project: string, form: object): Promise<void> {
  const slug = project.split("/").at(-1);
  await ask(
    product,
    `update projects set form = '${JSON.stringify(form)}'::jsonb where slug = '${slug}'`,
  );
}

/** What was recorded in a project and still counts, by the sides of the screen, in order. */
export async function listSaid(product: Product, project: string): Promise<string[]> {
  const rows = await ask<{ said: string }>(
    product,
    `select case when j.verdict in ('tie', 'both_bad') then j.verdict::text
       when (j.verdict = 'first') = a.left_is_first then 'left' else 'right' end as said
     from judgments j join assignments a on a.id = j.assignment_id
     join projects p on p.id = j.project_id
     where p.slug = '${project.split("/").at(-1)}'
       and j.superseded_by is null and j.withdrawn_at is null
     order by j.sequence`,
  );
  return rows.map((row) => row.said);
}
