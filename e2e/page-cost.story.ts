import { expect, type Page } from "@playwright/test";
import { listHeavyParts, sumBytes, watchScripts } from "./page-scripts.ts";
import { openScale } from "./page-weight.ts";
import { test } from "./story.ts";
import {
  createProject,
  expectSaved,
  fileOf,
  importFile,
  judge,
  makeInvite,
  shownPair,
  signInAsAdministrator,
} from "./support.ts";

test.describe.configure({ mode: "serial" });
test.use({ freshFor: "page cost" });

/**
 * Compressed bytes of all scripts of an annotator's first visit, of which React and the router take
 * more than half. It may only be lowered.
 */
const scriptBytesMax = 200_000;

let cookies: Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>> = [];

async function begin(page: Page, name: string, file: Parameters<typeof importFile>[2]) {
  await page.context().addCookies(cookies);
  const project = await createProject(page, name);
  await importFile(page, project, file);
  await expect(page.getByRole("alert").filter({ hasText: "prompts.jsonl" })).toContainText("Added");
  return project;
}

async function join(annotator: Page, invite: string): Promise<void> {
  await annotator.goto(invite);
  await annotator.getByLabel("Name").fill("Ana");
  await annotator.getByLabel("E-mail").fill("ana@example.org");
  await annotator.getByLabel("Password").fill("quite a long secret");
  await annotator.getByRole("button", { name: "Create account and join" }).click();
  await annotator.waitForURL("**/judge");
  await shownPair(annotator).waitFor();
}

test("an administrator signs in", async ({ page, product }) => {
  await signInAsAdministrator(page, product);
  cookies = await page.context().cookies();
});

test("a first visit fetches few scripts, and none of what few pairs need", async ({
  page,
  openBrowserOfAnother,
}) => {
  const markdown = (name: string) =>
    `# ${name}\n\n- **one**\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |`;
  const project = await begin(page, "First visit", fileOf(4, markdown));
  const annotator = await openBrowserOfAnother();
  await join(annotator, await makeInvite(page, project));
  // The same person in a browser that has been nowhere yet.
  const visitor = await openBrowserOfAnother();
  await visitor.context().addCookies(await annotator.context().cookies());
  const scripts = watchScripts(visitor);
  await visitor.goto(`${project}/judge`);
  await shownPair(visitor).getByRole("table").first().waitFor();
  await visitor.waitForLoadState("networkidle");
  const fetched = await scripts.list();
  expect(fetched.length).toBeGreaterThan(5);
  expect(listHeavyParts(fetched)).toEqual([]);
  expect(sumBytes(fetched)).toBeGreaterThan(100_000);
  expect(sumBytes(fetched)).toBeLessThan(scriptBytesMax);
});

test("formulas, code colours, comparisons, menus and what was kept fetch what they need when they need it", async ({
  page,
}) => {
  const rich = (name: string) => `${name}\n\n$$x^2$$\n\n\`\`\`ts\nconst one = 1;\n\`\`\``;
  const project = await begin(page, "Rich", fileOf(4, rich));
  const scripts = watchScripts(page);
  await page.goto(`${project}/judge`);
  await shownPair(page).locator(".katex").first().waitFor();
  await shownPair(page).locator(".hljs-keyword").first().waitFor();
  await page.getByRole("button", { name: "Skip and say why" }).click();
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Skip and say why" })).toBeFocused();
  await page.keyboard.press("d");
  await shownPair(page).locator("ins").first().waitFor();
  // This is what proves that the words by which the parts are known still occur in them.
  await expect
    .poll(async () => listHeavyParts(await scripts.list()))
    .toEqual(["code colours", "differences", "formulas", "windows"]);
});

test("sixty judgments in a row leave no more nodes and listeners behind than ten", async ({
  page,
}) => {
  const project = await begin(page, "In a row", fileOf(80));
  await page.goto(`${project}/judge`);
  const weigh = await openScale(page);
  const judgeOn = async (count: number) => {
    for (let judged = 0; judged < count; judged += 1) await judge(page, "1");
    await expectSaved(page);
    // The pair behind is laid out in the browser's own time, and weighs as much as the one in front.
    await expect(page.locator("[data-pair]:not(:empty)")).toHaveCount(2);
  };
  await judgeOn(10);
  const ten = await weigh();
  await judgeOn(50);
  // The pairs are alike but for their numbers, so that even one listener a judgment would show.
  await expect.poll(async () => (await weigh()).listeners - ten.listeners).toBeLessThan(10);
  await expect.poll(async () => (await weigh()).nodes - ten.nodes).toBeLessThan(25);
});
