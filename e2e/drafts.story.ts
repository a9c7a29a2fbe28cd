import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { test } from "./story.ts";
import {
  ask,
  createProject,
  expectSaved,
  fileOf,
  importFile,
  judge,
  listSaid,
  setForm,
  shownPair,
  signInAsAdministrator,
} from "./support.ts";

test.use({ freshFor: "drafts" });

const rich = {
  flags: ["unsafe", "false"],
  reasons: ["Clearer", "Shorter"],
  rationale: { ask: "optional", lengthMin: 0 },
};

type Product = Parameters<typeof setForm>[0];

/** Signed in once for the file; the link that the start printed works only once. */
let cookies: Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>> = [];

async function signIn(page: Page, product: Product): Promise<void> {
  if (cookies.length > 0) return await page.context().addCookies(cookies);
  await signInAsAdministrator(page, product);
  cookies = await page.context().cookies();
}

async function begin(page: Page, name: string, product: Product): Promise<string> {
  await signIn(page, product);
  const project = await createProject(page, name);
  await importFile(page, project, fileOf(12));
  await expect(page.getByRole("alert").filter({ hasText: "prompts.jsonl" })).toContainText("Added");
  await setForm(product, project, rich);
  await page.goto(`${project}/judge`);
  await shownPair(page).waitFor();
  return project;
}

function rationale(page: Page) {
  return page.getByRole("textbox", { name: /in your own words/ });
}

/** Presses a verdict's key until it is chosen: within a moment of the pair's appearance it is a bounce. */
async function choose(page: Page, key: string, name: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(chosen(page, name)).toBeVisible({ timeout: 200 });
  }).toPass();
}

function chosen(page: Page, name: string) {
  return page.getByRole("button", { name, pressed: true });
}

test("what was typed and ticked survives a reload in the middle of a word, and goes with its judgment", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Reload", product);
  const pair = (await shownPair(page).textContent()) ?? "";
  await choose(page, "2", "B is better");
  await page.getByRole("checkbox", { name: "Clearer" }).check();
  await rationale(page).pressSequentially("The second one is half a sen");
  await page.reload();
  await expect(shownPair(page)).toHaveText(pair);
  await expect(rationale(page)).toHaveValue("The second one is half a sen");
  await expect(page.getByRole("checkbox", { name: "Clearer" })).toBeChecked();
  await expect(chosen(page, "B is better")).toBeVisible();
  await rationale(page).press("End");
  await rationale(page).pressSequentially("tence shorter");
  await judge(page, "Control+Enter");
  await expectSaved(page);
  await page.reload();
  await shownPair(page).waitFor();
  await expect(rationale(page)).toHaveValue("");
  const rows = await ask<{ rationale: string }>(
    product,
    `select rationale from judgments j join projects p on p.id = j.project_id
     where p.slug = '${project.split("/").at(-1)}'`,
  );
  expect(rows).toEqual([{ rationale: "The second one is half a sentence shorter" }]);
});

test("two tabs do not fight: one judges, the other says so, and a draft goes along", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Tabs", product);
  const pair = (await shownPair(page).textContent()) ?? "";
  await rationale(page).fill("Written in the first tab");
  const other = await page.context().newPage();
  await other.goto(`${project}/judge`);
  await expect(shownPair(other)).toHaveText(pair);
  await expect(rationale(other)).toHaveValue("Written in the first tab");
  await expect(page.getByText("You are judging in another tab")).toBeVisible();
  await page.bringToFront();
  await page.keyboard.press("1");
  await expectAccessible(page);
  await rationale(other).fill("Finished in the second tab");
  await other.bringToFront();
  await page.getByRole("button", { name: "Judge here instead" }).click();
  await expect(rationale(page)).toHaveValue("Finished in the second tab");
  await expect(other.getByText("You are judging in another tab")).toBeVisible();
  await page.bringToFront();
  await choose(page, "1", "A is better");
  await judge(page, "Control+Enter");
  await expectSaved(page);
  expect(await listSaid(product, project)).toEqual(["left"]);
  await page.goto("/");
  await expect(shownPair(other)).toBeVisible();
  await other.bringToFront();
  await judge(other, "t");
  await expectSaved(other);
  expect(await listSaid(product, project)).toEqual(["left", "tie"]);
});

test("two browsers of one person agree: what one has judged leaves the other's screen", async ({
  page,
  product,
  openBrowserOfAnother,
}) => {
  const project = await begin(page, "Browsers", product);
  await setForm(product, project, {});
  const other = await openBrowserOfAnother();
  await other.context().addCookies(cookies);
  await page.reload();
  await other.goto(`${project}/judge`);
  await shownPair(other).waitFor();
  const pair = (await shownPair(page).textContent()) ?? "";
  await expect(shownPair(other)).toHaveText(pair);
  await judge(other, "1");
  await expectSaved(other);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(page.getByText("You have judged this pair in another window.")).toBeVisible();
  await expect(shownPair(page)).toHaveText((await shownPair(other).textContent()) ?? "");
  await judge(page, "2");
  await expectSaved(page);
  expect(await listSaid(product, project)).toEqual(["left", "right"]);
});

test("leaving the page gives its pairs back soon, and who comes back later finds pair and draft again", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Leave", product);
  const slug = project.split("/").at(-1);
  const pair = (await shownPair(page).textContent()) ?? "";
  await rationale(page).fill("To be continued");
  await page.goto("/");
  const longest = `select extract(epoch from max(leased_until) - now())::float8 as seconds
    from assignments a join projects p on p.id = a.project_id
    where p.slug = '${slug}' and a.state = 'leased'`;
  await expect
    .poll(async () => (await ask<{ seconds: number }>(product, longest))[0].seconds)
    .toBeLessThan(31);
  await page.goBack();
  await expect(shownPair(page)).toHaveText(pair);
  await expect(rationale(page)).toHaveValue("To be continued");
  await expect
    .poll(async () => (await ask<{ seconds: number }>(product, longest))[0].seconds)
    .toBeGreaterThan(600);
  await page.close();
  await ask(
    product,
    `update assignments set state = 'expired', leased_until = now() - interval '2 hours'
     where project_id = (select id from projects where slug = '${slug}')`,
  );
  await ask(
    product,
    `update pairs set open_slots = target_judgments
     where project_id = (select id from projects where slug = '${slug}')`,
  );
  const again = await page.context().newPage();
  await again.goto(`${project}/judge`);
  await expect(shownPair(again)).toHaveText(pair);
  await expect(rationale(again)).toHaveValue("To be continued");
});

test("skipping asks only when something typed would be lost", async ({ page, product }) => {
  await begin(page, "Skip", product);
  await judge(page, "s");
  await expect(page.getByText("Skipped.")).toBeVisible();
  await rationale(page).fill("Not to be lost");
  const pair = (await shownPair(page).textContent()) ?? "";
  await page.keyboard.press("Escape");
  const question = page.getByRole("alertdialog", { name: "Skip and lose what you wrote?" });
  // Within a moment of the pair's appearance it is a bounce.
  await expect(async () => {
    await page.keyboard.press("s");
    await expect(question).toBeVisible({ timeout: 200 });
  }).toPass();
  await expectAccessible(page);
  await page.keyboard.press("s");
  await question.getByRole("button", { name: "Keep writing" }).click();
  await expect(shownPair(page)).toHaveText(pair);
  await expect(rationale(page)).toHaveValue("Not to be lost");
  await page.getByRole("button", { name: "Skip and say why" }).click();
  await page.getByRole("menuitem", { name: "Not my field" }).click();
  await question.getByRole("button", { name: "Skip and discard" }).click();
  await expect(shownPair(page)).not.toHaveText(pair);
  await expect(rationale(page)).toHaveValue("");
});

test("undo brings back several pairs, each with what was said of it", async ({ page, product }) => {
  const project = await begin(page, "Undo", product);
  await rationale(page).fill("First thought");
  await page.keyboard.press("Escape");
  await judge(page, "1");
  await rationale(page).fill("Second thought");
  await page.keyboard.press("Escape");
  await judge(page, "2");
  await expectSaved(page);
  await page.keyboard.press("z");
  await expect(rationale(page)).toHaveValue("Second thought");
  await page.keyboard.press("z");
  await expect(rationale(page)).toHaveValue("First thought");
  await expect(chosen(page, "A is better")).toBeVisible();
  expect(await listSaid(product, project)).toEqual([]);
  await judge(page, "Enter");
  await expect(rationale(page)).toHaveValue("Second thought");
  await judge(page, "Enter");
  await expectSaved(page);
  expect(await listSaid(product, project)).toEqual(["left", "right"]);
});

test("my judgments can be read and changed until the pair is settled", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Mine", product);
  await page.goto(`${project}/my-judgments`);
  await expect(page.getByText("You have judged nothing here yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Start judging" }).click();
  await shownPair(page).waitFor();
  const responseA = page.locator("[data-pair]:not([hidden]) [data-response=A]");
  const shownOnLeft = (await responseA.textContent()) ?? "";
  await rationale(page).fill("As I saw it");
  await page.keyboard.press("Escape");
  await choose(page, "1", "A is better");
  await judge(page, "Enter");
  await judge(page, "t");
  await expectSaved(page);
  await page.getByRole("link", { name: "My judgments" }).click();
  const items = page.getByRole("list", { name: "Your judgments" }).getByRole("listitem");
  await expect(items).toHaveCount(2);
  await expect(items.first()).toContainText("Tie");
  await expectAccessible(page);
  await items.last().getByRole("link").click();
  await expect(page.getByText("You said: A is better")).toBeVisible();
  await expect(responseA).toHaveText(shownOnLeft);
  await expectAccessible(page);
  await page.getByRole("button", { name: "B is better" }).click();
  await rationale(page).fill("On second thoughts");
  await page.getByRole("button", { name: "Change your judgment" }).click();
  await expect(page.getByText("Your judgment has been changed.")).toBeVisible();
  await expect(items.first()).toContainText("B is better");
  await expect(items.first()).toContainText("Changed");
  expect(await listSaid(product, project)).toEqual(["tie", "right"]);
  await ask(
    product,
    `update projects set policy = jsonb_set(policy, '{undoSeconds}', '0')
     where slug = '${project.split("/").at(-1)}'`,
  );
  await items.first().getByRole("link").click();
  await expect(page.getByText(/can no longer be changed/)).toBeVisible();
  await expect(page.getByText("On second thoughts")).toBeVisible();
  await expect(page.getByRole("button", { name: "Change your judgment" })).toHaveCount(0);
  await expectAccessible(page);
});

test("drafts belong to one person: another one on the same computer sees none", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Shared", product);
  await rationale(page).fill("Only for my eyes");
  // Longer than the pause in typing after which it is written.
  await page.waitForTimeout(500);
  await page.goto("/");
  const kept = await page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const opening = indexedDB.open("tiebreak-drafts");
        opening.onsuccess = () => {
          const keys = opening.result.transaction("drafts").objectStore("drafts").getAllKeys();
          keys.onsuccess = () => resolve(keys.result.map(String));
        };
      }),
  );
  const [owner] = await ask<{ id: string }>(
    product,
    `select annotator_id as id from assignments a join projects p on p.id = a.project_id
     where p.slug = '${project.split("/").at(-1)}' limit 1`,
  );
  expect(kept.length).toBeGreaterThan(0);
  for (const key of kept) expect(key.startsWith(`${owner.id}:`)).toBe(true);
});
