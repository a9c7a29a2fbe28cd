import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expectArabic, expectFits } from "./language.ts";
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

test.describe.configure({ mode: "serial" });
test.use({ freshFor: "languages", allowedConsoleErrors: [/status of (401|403|404)/] });

const projectName = "Maple";
const person = { name: "Amal", email: "amal@example.org", password: "a long enough password" };
const names = [projectName, person.name];

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;

let project = "";
let invite = "";
let amal: Cookies = [];

test("a manager makes a project and an invite", async ({ page, product }) => {
  await signInAsAdministrator(page, product);
  project = await createProject(page, projectName);
  await importFile(page, project, fileOf(12));
  await expect(page.getByText("12 prompts").first()).toBeVisible();
  invite = await makeInvite(page, project);
});

test.describe("in a browser that asks for Arabic", () => {
  test.use({ locale: "ar-EG" });

  test("somebody whose browser asks for Arabic joins in Arabic", async ({ page }) => {
    await page.goto(invite);
    await expectWhole(page);
    await page.getByLabel("الاسم").fill(person.name);
    await page.getByLabel("البريد الإلكتروني").fill(person.email);
    await page.getByLabel("كلمة المرور").fill("short");
    await page.getByRole("button", { name: "إنشاء الحساب والانضمام" }).click();
    await expect(page.getByText("استخدم 10 أحرف على الأقل.")).toBeVisible();
    await expectArabic(page, names);
    await expect(page.getByLabel("البريد الإلكتروني")).toHaveAttribute("dir", "ltr");
    await page.getByLabel("كلمة المرور").fill(person.password);
    await page.getByRole("button", { name: "إنشاء الحساب والانضمام" }).click();
    await page.waitForURL("**/judge");
    amal = await page.context().cookies();
  });

  test("pairs are judged in Arabic, and two and eleven are said with their own forms", async ({
    page,
  }) => {
    await arrive(page, `${project}/judge`);
    await shownPair(page).waitFor();
    await expectWhole(page);
    await judgePairs(page, 2);
    await openProgress(page);
    await expect(page.getByRole("dialog")).toContainText("حكمان");
    await expectWhole(page);
    await page.keyboard.press("Escape");
    await judgePairs(page, 9);
    await openProgress(page);
    await expect(page.getByRole("dialog")).toContainText("11 حكمًا");
    await page.keyboard.press("Escape");
    await judgePairs(page, 1);
    await expect(page.getByText("لقد حكمت على كل ما هو متاح لك")).toBeVisible();
    await expectWhole(page);
  });

  test("project list, leaderboard, own judgments and account are Arabic and fit every window", async ({
    page,
  }) => {
    await arrive(page, "/");
    await expect(page.getByText("12 من أصل 12 حكمًا")).toBeVisible();
    await expectWhole(page);
    await page.goto(`${project}/my-judgments`);
    await expect(page.getByRole("heading", { level: 1, name: "أحكامي" })).toBeVisible();
    await expectWhole(page);
    await page.goto(`${project}/leaderboard`);
    await expect(page.getByRole("row").filter({ hasText: person.name })).toContainText("(أنت)");
    await expect(page).toHaveTitle(`لوحة الصدارة · ${projectName} · Tiebreak`);
    await expectWhole(page);
    await page.goto("/account");
    await expect(page).toHaveTitle("الحساب · Tiebreak");
    await page.getByRole("checkbox", { name: "استخدام اسم مستعار في لوحات الصدارة" }).check();
    await expectWhole(page);
  });

  test("columns begin at the right, and what belongs at the end of a line stands at the left", async ({
    page,
  }) => {
    await arrive(page, `${project}/leaderboard`);
    const cells = page.getByRole("row").first().getByRole("columnheader");
    const [rank, points] = [await cells.first().boundingBox(), await cells.last().boundingBox()];
    expect(rank?.x).toBeGreaterThan(points?.x ?? Number.POSITIVE_INFINITY);
    const account = await page.getByRole("button", { name: /قائمة حساب/ }).boundingBox();
    const home = await page.getByRole("link", { name: "Tiebreak" }).boundingBox();
    expect(home?.x).toBeGreaterThan(account?.x ?? Number.POSITIVE_INFINITY);
  });

  test("the account page switches to English and back", async ({ page }) => {
    await arrive(page, "/account");
    await page.getByRole("radio", { name: "English" }).check();
    await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
    await page.goto(`${project}/leaderboard`);
    await expect(page.getByRole("heading", { level: 1, name: "Leaderboard" })).toBeVisible();
    await page.goto("/account");
    await page.getByRole("radio", { name: "العربية" }).check();
    await expect(page.getByRole("heading", { level: 1, name: "الحساب" })).toBeVisible();
    await expectArabic(page, names);
  });

  test("a page above one's role and a project of others say so in Arabic", async ({ page }) => {
    for (const [path, title] of [
      [`${project}/settings`, "ليست متاحة لدورك"],
      ["/projects/none-such", "لا مشروع لك هنا"],
    ]) {
      await arrive(page, path);
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
      await expectArabic(page, names);
    }
  });
});

test("who is signed out chooses the language by the menu, and faults are said in it", async ({
  page,
}) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Language: English" }).click();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "العربية" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "تسجيل الدخول" })).toBeVisible();
  await expectWhole(page);
  await page.getByLabel("البريد الإلكتروني").fill(person.email);
  await page.getByLabel("كلمة المرور").fill("wrong");
  await page.getByRole("main").getByRole("button", { name: "تسجيل الدخول" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "غير متطابقين" })).toBeVisible();
  await expectArabic(page, names);
  for (const path of ["/", "/nothing", "/invite/nonsense", "/sign-in/link/nonsense"]) {
    await page.goto(path);
    await expectArabic(page, names);
    await expectFits(page);
  }
  await page.getByRole("button", { name: "اللغة: العربية" }).click();
  await page.getByRole("menuitem", { name: "English" }).click();
  await expect(page.getByText("There is no such sign-in link")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
});

/** All words are Arabic, nothing is in the way of assistive technology, and the page fits. */
async function expectWhole(page: Page): Promise<void> {
  await expectArabic(page, names);
  await expectFits(page);
  await expectAccessible(page);
}

async function arrive(page: Page, path: string): Promise<void> {
  await page.context().addCookies(amal);
  await page.goto(path);
}

async function judgePairs(page: Page, count: number): Promise<void> {
  for (let pair = 0; pair < count; pair += 1) await judge(page, "1");
  await expect(page.getByText("حُفظ", { exact: true })).toBeVisible();
}

async function openProgress(page: Page): Promise<void> {
  await page.getByRole("button", { name: "تقدمك" }).click();
}
