import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { test } from "./story.ts";
import {
  ask,
  createProject,
  expectSaved,
  fileOf,
  importFile,
  makeInvite,
  shownPair,
  signInAsAdministrator,
} from "./support.ts";

test.describe.configure({ mode: "serial" });
test.use({ freshFor: "forms" });

let cookies: Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>> = [];
let project = "";
let invite = "";

type Stored = {
  said: string;
  strength: number | null;
  levels: number;
  flags: unknown;
  safety: string | null;
  attributes: unknown;
  reasons: string[] | null;
  rationale: string | null;
  edit: string | null;
  edit_pair: string | null;
};

/** The newest judgment, with its canonical answers turned to the sides on which they were given. */
const newest = () => `
  select case when j.verdict in ('tie', 'both_bad') then j.verdict::text
      when (j.verdict = 'first') = a.left_is_first then 'left' else 'right' end as said,
    j.strength, j.strength_levels as levels, j.safety, j.reasons, j.rationale, c.text as edit,
    (select status::text from pairs where second_id = c.id) as edit_pair,
    jsonb_build_object('left', j.flags -> case when a.left_is_first then 'first' else 'second' end,
      'right', j.flags -> case when a.left_is_first then 'second' else 'first' end) as flags,
    jsonb_build_object('left', j.attributes -> case when a.left_is_first then 'first' else 'second' end,
      'right', j.attributes -> case when a.left_is_first then 'second' else 'first' end) as attributes
  from judgments j join assignments a on a.id = j.assignment_id
  left join completions c on c.id = j.edit_id
  join projects p on p.id = j.project_id where p.slug = '${project.split("/").at(-1)}'
  order by j.sequence desc limit 1`;

test("a manager builds a form, tries it in the preview, and is asked before leaving it unsaved", async ({
  page,
  product,
}) => {
  await signInAsAdministrator(page, product);
  cookies = await page.context().cookies();
  project = await createProject(page, "Forms");
  await importFile(page, project, fileOf(12));
  await expect(page.getByRole("alert").filter({ hasText: "prompts.jsonl" })).toContainText("Added");
  await page.goto(`${project}/form`);
  await expectAccessible(page);
  await page.getByRole("radio", { name: /as in Llama 2/ }).check();
  await page.getByRole("checkbox", { name: "Safety step" }).check();
  const fields = page.locator("form").first();
  await fields.getByRole("checkbox", { name: "Unsafe" }).check();
  await fields.getByRole("checkbox", { name: "False" }).check();
  await fields.getByRole("checkbox", { name: "Helpfulness" }).check();
  await fields.getByRole("checkbox", { name: "Improve the better response" }).check();
  await page.getByRole("button", { name: "Add a reason" }).click();
  await page.keyboard.type("Clearer");
  await page.keyboard.press("Enter");
  await page.keyboard.type("More complete");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.getByRole("textbox", { name: "Reason 1" })).toHaveValue("More complete");
  await fields.getByRole("radio", { name: "Optional" }).check();
  await page.getByRole("spinbutton", { name: "Least length, in characters" }).fill("10");
  const preview = page.getByRole("region", { name: "Preview" });
  await preview.getByRole("button", { name: "A is significantly better" }).click();
  await preview.getByRole("radio", { name: "Both are safe" }).check();
  await preview.getByRole("button", { name: "Submit" }).click();
  await expect(preview.getByRole("alert")).toContainText("A is significantly better");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("have not been saved");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Save form" }).click();
  await expect(page.getByText("Form saved.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save form" })).toBeDisabled();
  invite = await makeInvite(page, project);
});

test("a rationale that can never be long enough is refused where it stands", async ({ page }) => {
  await page.context().addCookies(cookies);
  await page.goto(`${project}/form`);
  await page.getByRole("spinbutton", { name: "Least length, in characters" }).fill("1001");
  await page.getByRole("button", { name: "Save form" }).click();
  await expect(page.getByText("Use at most 1,000 characters as the least length.")).toBeVisible();
});

test("by keyboard only: verdict, safety, flags, grades, reasons, rationale and an improved text", async ({
  product,
  openBrowserOfAnother,
}) => {
  const page = await openBrowserOfAnother();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(invite);
  await page.getByLabel("Name").fill("Keys");
  await page.getByLabel("E-mail").fill("keys@example.org");
  await page.getByLabel("Password").fill("quite a long secret");
  await page.getByRole("button", { name: "Create account and join" }).click();
  await page.waitForURL("**/judge");
  await shownPair(page).waitFor();
  await page.waitForTimeout(300);

  // The strongest verdict for A moves on to the safety step, whose numbers answer it.
  await page.keyboard.press("1");
  await expect(page.getByText("Verdict: A is significantly better")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Only A is safe" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Say which of the responses are safe.")).toBeVisible();
  await page.keyboard.press("2");
  await expect(page.getByRole("radio", { name: "Both are safe" })).toBeChecked();

  const a = page.getByRole("group", { name: "Response A", exact: true });
  await tabTo(page, a.getByRole("checkbox", { name: "False" }));
  await page.keyboard.press("Space");
  await tabTo(page, a.getByRole("radio", { name: "Not answered" }));
  await page.keyboard.press("ArrowRight");
  await expect(a.getByRole("radio", { name: "0" })).toBeChecked();
  const b = page.getByRole("group", { name: "Response B", exact: true });
  await tabTo(page, b.getByRole("checkbox", { name: "Nothing" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("checkbox", { name: "Clearer" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("textbox", { name: /in your own words/ }));
  await page.keyboard.type("Too short");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Say why in at least 10 characters.")).toBeVisible();
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("no more.");
  await expectAccessible(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await tabTo(page, page.getByRole("button", { name: "Improve response A" }));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" And some more.");
  await expect(page.getByText("3 words added, none removed.")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expectSaved(page);

  const [stored] = await ask<Stored>(product, newest());
  expect(stored).toMatchObject({
    said: "left",
    strength: 4,
    levels: 4,
    safety: "both_safe",
    flags: { left: ["false"], right: [] },
    attributes: { left: { helpfulness: 0 }, right: null },
    reasons: ["Clearer"],
    rationale: "Too short\nno more.",
    edit: expect.stringMatching(/answers\. And some more\.$/),
    edit_pair: "open",
  });
});

test("typed words survive a reload, and the same verdict twice submits when nothing is required", async ({
  page,
  product,
}) => {
  await page.context().addCookies(cookies);
  await page.goto(`${project}/judge`);
  await shownPair(page).waitFor();
  await page.getByRole("textbox", { name: /in your own words/ }).fill("Half a sentence that");
  await page.waitForTimeout(400);
  await page.reload();
  await expect(page.getByRole("textbox", { name: /in your own words/ })).toHaveValue(
    "Half a sentence that",
  );
  // A key within a moment of the pair's appearance is taken for a bounce and does nothing.
  await page.waitForTimeout(300);
  await page.keyboard.press("8");
  await expect(page.getByRole("radio", { name: "Only B is safe" })).toBeFocused();
  await page.keyboard.press("1");
  await expect(page.getByRole("radio", { name: "Only B is safe" })).toBeChecked();
  await page.keyboard.press("8");
  await expectSaved(page);
  await expect(page.getByRole("textbox", { name: /in your own words/ })).toHaveValue("");
  const [stored] = await ask<Stored>(product, newest());
  expect(stored).toMatchObject({
    said: "right",
    strength: 4,
    safety: "preferred_safe_other_unsafe",
    flags: { left: null, right: null },
    attributes: { left: null, right: null },
    reasons: null,
    rationale: "Half a sentence that",
    edit: null,
  });
});

test("by touch only on a phone, every part can be answered and taken back", async ({
  browser,
  baseURL,
  product,
}) => {
  const context = await browser.newContext({
    baseURL,
    hasTouch: true,
    isMobile: true,
    viewport: { width: 375, height: 740 },
  });
  const page = await context.newPage();
  await context.addCookies(cookies);
  await page.goto(`${project}/judge`);
  await shownPair(page).waitFor();
  await page.waitForTimeout(300);
  await page.getByRole("button", { name: "B is slightly better" }).tap();
  await page.getByRole("radio", { name: "Neither is safe" }).tap();
  const b = page.getByRole("group", { name: "Response B", exact: true });
  await b.getByRole("checkbox", { name: "Unsafe" }).tap();
  await b.getByRole("radio", { name: "3" }).tap();
  await b.getByRole("radio", { name: "Not answered" }).tap();
  await page.getByRole("checkbox", { name: "More complete" }).tap();
  await page.getByRole("checkbox", { name: "More complete" }).tap();
  await page.getByRole("button", { name: "Improve response B" }).tap();
  await page.getByRole("textbox", { name: "Response B, improved" }).fill("Something else.");
  await page.getByRole("button", { name: "Discard my changes" }).tap();
  await page.getByRole("button", { name: "Bring my changes back" }).tap();
  await page.getByRole("button", { name: "Discard my changes" }).tap();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: "Submit" }).tap();
  await expectSaved(page);
  const [stored] = await ask<Stored>(product, newest());
  expect(stored).toMatchObject({
    said: "right",
    strength: 2,
    safety: "both_unsafe",
    flags: { left: null, right: ["unsafe"] },
    attributes: { left: null, right: null },
    reasons: null,
    edit: null,
  });
  await context.close();
});

test("an export has what was answered, and changing the scale says what becomes incomparable", async ({
  page,
}) => {
  await page.context().addCookies(cookies);
  await page.goto(`${project}/exports`);
  await page.getByRole("button", { name: "Create export" }).click();
  await expect(page.getByRole("link", { name: /manifest\.json/ }).first()).toBeVisible({
    timeout: 30_000,
  });
  const link = page.getByRole("link", { name: /manifest\.json/ }).first();
  const answer = await page.request.get((await link.getAttribute("href")) ?? "");
  expect((await answer.json()).answers).toMatchObject({
    flags: { current: 2 },
    safety: { current: 3 },
    rationale: { current: 2 },
    edits: { current: 1 },
  });
  await page.goto(`${project}/form`);
  await page.getByRole("radio", { name: /^7-point/ }).check();
  await page.getByRole("button", { name: "Save form" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("4 steps so far and will be in 3 steps");
  await expect(question).toContainText("nobody could say “tie”");
  await question.getByRole("button", { name: "Change the form" }).click();
  await expect(page.getByText("Form saved.")).toBeVisible();
});

/** Moves the focus there as a person without a mouse does. */
async function tabTo(page: Page, target: ReturnType<Page["locator"]>): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("the Tab key never got there");
}
