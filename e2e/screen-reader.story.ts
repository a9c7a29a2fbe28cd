import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expectHeard, listen } from "./announcements.ts";
import { test } from "./story.ts";
import {
  createProject,
  fileOf,
  importFile,
  judge,
  makeInvite,
  shownPair,
  signInAsAdministrator,
} from "./support.ts";

test.use({ freshFor: "screen-reader", readsGuidelines: false });
test.use({ allowedConsoleErrors: [/ERR_INTERNET_DISCONNECTED/] });

test("from the invite to the tenth judgment, everything needed is heard and done by key", async ({
  page,
  product,
  openBrowserOfAnother,
}) => {
  await signInAsAdministrator(page, product);
  const project = await createProject(page, "Maple");
  await importFile(page, project, fileOf(14));
  await expect(page.getByText("14 prompts").first()).toBeVisible();
  const annotator = await openBrowserOfAnother();
  await listen(annotator);
  await join(annotator, await makeInvite(page, project));
  await readGuidelines(annotator);
  await expectLandmarks(annotator);

  await judge(annotator, "1");
  await expectHeard(annotator, "Pair 2");
  await annotator.keyboard.press("z");
  await expectHeard(annotator, "Undone. Judge this pair again.");
  await judge(annotator, "2");
  await expectAtPair(annotator, 2);
  await judge(annotator, "s");
  await expectHeard(annotator, "Skipped.");
  await annotator.context().setOffline(true);
  await judge(annotator, "t");
  await expectHeard(annotator, "The connection is gone; what you decide is kept here.");
  await annotator.context().setOffline(false);
  await expectHeard(annotator, "Sent. Everything is saved.");
  for (let judged = 2; judged < 10; judged += 1) {
    await judge(annotator, "1");
    await expectAtPair(annotator, judged + 2);
  }
  await expect(annotator.getByText("10 today")).toBeVisible();
  await expectAccessible(annotator);
});

/** Tabs through the invite as it is announced; a fault is said at its field. */
async function join(page: Page, invite: string): Promise<void> {
  await page.goto(invite);
  await expect(page.getByRole("heading", { level: 1 })).toHaveAccessibleName("Maple");
  await expect(page.getByRole("main")).toContainText("As annotator you can judge pairs");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await tabTo(page, "Name");
  await page.keyboard.type("Ada");
  await tabTo(page, "E-mail");
  await page.keyboard.type("ada@example.org");
  await tabTo(page, "Password");
  await page.keyboard.type("short");
  await page.getByLabel("Name").focus();
  await page.keyboard.press("Enter");
  const password = page.getByLabel("Password");
  await expect(password).toBeFocused();
  await expect(password).toHaveAccessibleDescription(/Use at least 10 characters\./);
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await password.fill("a long enough password");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/judge");
}

/** The guidelines of a first visit have the focus and wait to be acknowledged. */
async function readGuidelines(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 2, name: "Guidelines" })).toBeVisible();
  const button = page.getByRole("button", { name: "I have read them" });
  await expect(button).toBeEnabled();
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(button).toHaveCount(0);
}

/** Where things are: landmarks, headings in order, and the two responses by name. */
async function expectLandmarks(page: Page): Promise<void> {
  await shownPair(page).waitFor();
  const tree = await page.locator("body").ariaSnapshot();
  const order = [
    /link "Skip to content"/,
    /banner/,
    /button "Account menu of Ada"/,
    /navigation "Project"/,
    /link "Judge"/,
    /main/,
    /heading "Judge pairs" \[level=1\]/,
    /heading "Pair 1" \[level=2\]/,
    /article "Pair to judge"/,
    /region "Conversation"/,
    /region "Response A"/,
    /region "Response B"/,
    /region "Your verdict"/,
    /button "A is better"/,
    /button "Tie"/,
    /button "Both bad"/,
    /button "B is better"/,
  ];
  let rest = tree;
  for (const landmark of order) {
    const at = rest.search(landmark);
    expect(at, `${landmark} is missing, or out of order, in\n${tree}`).toBeGreaterThanOrEqual(0);
    rest = rest.slice(at);
  }
}

/** The focus is where the pair begins, so that reading on reads its prompt. */
async function expectAtPair(page: Page, number: number): Promise<void> {
  const heading = page.getByRole("heading", { level: 2, name: `Pair ${number}`, exact: true });
  await expect(heading).toBeFocused();
}

/** Presses Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const control = page.getByLabel(name, { exact: true });
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press("Tab");
    if (await control.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}
