import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { test } from "./story.ts";
import {
  ask,
  createProject,
  fileOf,
  importFile,
  judge,
  makeInvite,
  shownPair,
  signInAsAdministrator,
} from "./support.ts";

test.use({ freshFor: "quiz", readsGuidelines: false });

test("guidelines are read once a version, the quiz lets in who passes it, and progress is shown", async ({
  page,
  product,
  openBrowserOfAnother,
}) => {
  await signInAsAdministrator(page, product);
  const project = await createProject(page, "Careful work");
  await importFile(page, project, fileOf(12));
  await expect(page.getByText("12 prompts").first()).toBeVisible();
  await addQuiz(page, project);
  const annotator = await openBrowserOfAnother();
  await join(annotator, await makeInvite(page, project));

  await annotator.getByRole("button", { name: "I have read them" }).click();
  await expect(annotator.getByRole("heading", { name: "A short quiz comes first" })).toBeVisible();
  await expectAccessible(annotator);
  await annotator.getByRole("link", { name: "Take the quiz" }).click();
  await takeQuiz(annotator);

  await annotator.getByRole("link", { name: "Start judging" }).click();
  await judge(annotator, "1");
  await judge(annotator, "2");
  await annotator.getByRole("button", { name: "Your progress" }).click();
  const panel = annotator.getByRole("dialog", { name: "Your progress" });
  await expect(panel).toContainText("2 judgments");
  await expect(panel).toContainText("20 settled");
  await expectAccessible(annotator);
  await panel.getByRole("textbox", { name: "Judgments a day" }).fill("4");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText("2 of 4 today")).toBeVisible();
  await annotator.keyboard.press("Escape");

  await page.goto(`${project}/settings`);
  await page.getByRole("textbox", { name: "Text, as Markdown" }).fill("Prefer the shorter one.");
  await page.getByRole("button", { name: "Publish version 2" }).click();
  await expect(page.getByRole("button", { name: "Publish version 3" })).toBeVisible();
  await annotator.reload();
  await expect(annotator.getByText("have changed since")).toBeVisible();
  await annotator.keyboard.press("1");
  expect(await countJudgments(product)).toBe(2);
  await annotator.getByRole("button", { name: "I have read them" }).click();
  await judge(annotator, "1");
  await annotator.reload();
  await expect(shownPair(annotator)).toBeVisible();
  await expect(annotator.getByText("have changed since")).toHaveCount(0);
  await annotator.keyboard.press("g");
  await expect(annotator.getByText("Prefer the shorter one.")).toBeVisible();
  await expectAccessible(annotator);
});

async function addQuiz(page: Page, project: string): Promise<void> {
  await page.goto(`${project}/gold`);
  await expectAccessible(page);
  for (let question = 0; question < 2; question += 1) {
    await page.getByRole("button", { name: "Add a gold pair" }).click();
    await page.getByRole("dialog").getByRole("listitem").first().getByRole("button").click();
    const editor = page.getByRole("dialog", { name: "New gold pair" });
    await editor.getByRole("radio", { name: "Second is better" }).check();
    await editor.getByRole("textbox", { name: "Why" }).fill("The second one **answers**.");
    if (question === 0) await expectAccessible(page);
    await editor.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("row")).toHaveCount(question + 2);
  }
  await page.getByRole("checkbox", { name: /pass the quiz/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expectAccessible(page);
}

async function join(annotator: Page, invite: string): Promise<void> {
  await annotator.goto(invite);
  await annotator.getByLabel("Name").fill("Ada");
  await annotator.getByLabel("E-mail").fill("ada@example.org");
  await annotator.getByLabel("Password").fill("a long enough password");
  await annotator.getByRole("button", { name: "Create account and join" }).click();
  await annotator.waitForURL("**/judge");
}

/** Fails the first attempt by saying the opposite of what is right, then passes the second. */
async function takeQuiz(annotator: Page): Promise<void> {
  for (const isRight of [false, false]) await answerQuestion(annotator, isRight);
  await expect(annotator.getByText("Not enough yet")).toBeVisible();
  await expectAccessible(annotator);
  await annotator.getByRole("button", { name: /Try again/ }).click();
  for (const isRight of [true, true]) await answerQuestion(annotator, isRight);
  await expect(annotator.getByRole("heading", { name: "You have passed" })).toBeVisible();
}

async function answerQuestion(annotator: Page, isRight: boolean): Promise<void> {
  await expect(annotator.getByRole("button", { name: /A is better/ })).toBeVisible();
  const left = await annotator.getByRole("region", { name: "Response A" }).textContent();
  const isSecondLeft = left?.includes("of the second") ?? false;
  await annotator.keyboard.press(isSecondLeft === isRight ? "1" : "2");
  await expect(annotator.getByText(isRight ? "Right." : "Not quite.")).toBeVisible();
  await expect(annotator.getByText("The second one answers.")).toBeVisible();
  await expectAccessible(annotator);
  await annotator.getByRole("button", { name: /Next question|See the result/ }).focus();
  await annotator.keyboard.press("Enter");
  await expect(annotator.getByText("The second one answers.")).toHaveCount(0);
}

async function countJudgments(product: Parameters<typeof ask>[0]): Promise<number> {
  const rows = await ask<{ n: number }>(product, "select count(*)::int as n from judgments");
  return rows[0]?.n ?? 0;
}
