import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { test } from "./story.ts";
import {
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

test.use({ freshFor: "keys" });

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
  await page.goto(`${project}/judge`);
  await shownPair(page).waitFor();
  return project;
}

/** Modifiers add up: 1 Alt, 2 Ctrl, 4 Meta, 8 Shift. */
type Stroke = { readonly key: string; readonly code: string; readonly modifiers?: number };

/** A key as a keyboard of another layout sends it. */
async function strike(page: Page, stroke: Stroke): Promise<void> {
  const { key, code, modifiers = 0 } = stroke;
  const browser = await page.context().newCDPSession(page);
  const press = { key, code, modifiers, text: key.length === 1 ? key : undefined };
  await browser.send("Input.dispatchKeyEvent", { type: "keyDown", ...press });
  await browser.send("Input.dispatchKeyEvent", { type: "keyUp", key, code, modifiers });
  await browser.detach();
}

/** Strikes until the pair on the screen has gone, as `judge` does. */
async function judgeByStriking(page: Page, key: string, code: string): Promise<void> {
  const pair = await shownPair(page).elementHandle();
  await expect
    .poll(
      async () => {
        await strike(page, { key, code });
        return await pair?.evaluate((element) => element.isConnected);
      },
      { intervals: [200] },
    )
    .toBe(false);
}

function sheet(page: Page) {
  return page.getByRole("dialog", { name: "Keys" });
}

test("a sheet lists every action with its key, and while it is open keys do nothing else", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Sheet", product);
  await page.keyboard.press("?");
  await expect(sheet(page)).toBeVisible();
  const rows = sheet(page).getByRole("listitem");
  for (const action of [
    ...["A is better", "B is better", "Tie", "Both bad", "Submit", "Skip", "Undo", "Guidelines"],
    ...["Keys", "Go to response A", "Go to response B", "Open or close the prompt", "Raw text"],
    ...["Differences", "Scroll both together"],
  ]) {
    const row = rows.filter({ hasText: action });
    await expect(row.first().locator("kbd").first()).toBeVisible();
  }
  for (const key of ["1", "t", "s", "g"]) await page.keyboard.press(key);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(sheet(page)).toBeHidden();
  expect(await listSaid(product, project)).toEqual([]);
  await expectAccessible(page);
});

test("a key can be changed, works at once, is printed on its button and stays after a reload", async ({
  page,
  product,
}) => {
  await begin(page, "Remap", product);
  const other = await page.context().newPage();
  await page.keyboard.press("?");
  await sheet(page).getByRole("button", { name: "Change the key for “Skip”" }).click();
  await page.keyboard.press("p");
  await expect(sheet(page).getByRole("status")).toHaveText("“Skip” is now on P.");
  await expect(
    sheet(page).getByRole("button", { name: "Change the key for “Skip”" }),
  ).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Skip", exact: true })).toContainText("P");
  const first = (await shownPair(page).textContent()) ?? "";
  await page.keyboard.press("s");
  await expect(shownPair(page)).toHaveText(first);
  await judge(page, "p");
  await expect(page.getByText("Skipped.")).toBeVisible();
  await other.goto(page.url());
  await expect(other.getByRole("button", { name: "Skip", exact: true })).toContainText("P");
  await judge(other, "p");
  await expect(other.getByText("Skipped.")).toBeVisible();
});

test("a key that is taken is said in words, and the two can be swapped; all can be reset", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Conflict", product);
  await page.keyboard.press("?");
  await sheet(page).getByRole("button", { name: "Change the key for “Undo”" }).click();
  await page.keyboard.press("t");
  await expect(sheet(page).getByRole("alert")).toHaveText("T already does “Tie”.");
  await expectAccessible(page);
  await sheet(page).getByRole("button", { name: "Swap the two" }).click();
  await expect(sheet(page).getByRole("status")).toContainText("“Undo” is now on T, and “Tie” on Z");
  await sheet(page).getByRole("button", { name: "Change the key for “Undo”" }).click();
  await page.keyboard.press("F5");
  await expect(sheet(page).getByRole("alert")).toContainText("is needed by the browser");
  await page.keyboard.press("Control+k");
  await expect(sheet(page).getByRole("alert")).toContainText("belong to the browser");
  await page.keyboard.press("Escape");
  await expect(sheet(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await judge(page, "z");
  await expectSaved(page);
  expect(await listSaid(product, project)).toEqual(["tie"]);
  await page.keyboard.press("?");
  await sheet(page).getByRole("button", { name: "Reset all keys" }).click();
  await page.keyboard.press("Escape");
  await judge(page, "t");
  await expectSaved(page);
  expect(await listSaid(product, project)).toEqual(["tie", "tie"]);
});

test("digits judge on AZERTY, letters where they are printed on Dvorak and by place in Cyrillic", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Layouts", product);
  await judgeByStriking(page, "&", "Digit1");
  await judgeByStriking(page, "é", "Digit2");
  await judgeByStriking(page, "x", "KeyB");
  await judgeByStriking(page, "е", "KeyT");
  await expectSaved(page);
  expect(await listSaid(product, project)).toEqual(["left", "right", "both_bad", "tie"]);
  const before = (await shownPair(page).textContent()) ?? "";
  // On Dvorak the key at the place of X types Q, and the one at the place of T types Y.
  await strike(page, { key: "q", code: "KeyX" });
  await strike(page, { key: "y", code: "KeyT" });
  await expect(shownPair(page)).toHaveText(before);
});

test("typing, composing, holding a key and modifiers judge nothing", async ({ page, product }) => {
  const project = await begin(page, "Typing", product);
  await setForm(product, project, { rationale: { ask: "optional", lengthMin: 0 } });
  await page.reload();
  await shownPair(page).waitFor();
  const field = page.getByRole("textbox", { name: /in your own words/ });
  await field.pressSequentially("1 2 t x s z g r ? a b");
  await expect(field).toHaveValue("1 2 t x s z g r ? a b");
  await expect(sheet(page)).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(field).not.toBeFocused();
  await strike(page, { key: "1", code: "Digit1", modifiers: 2 });
  await strike(page, { key: "ArrowLeft", code: "ArrowLeft", modifiers: 8 });
  await page.evaluate(() => {
    const composed = { key: "1", code: "Digit1", bubbles: true, isComposing: true };
    document.body.dispatchEvent(new KeyboardEvent("keydown", composed));
    const held = { key: "1", code: "Digit1", bubbles: true, repeat: true };
    document.body.dispatchEvent(new KeyboardEvent("keydown", held));
  });
  expect(await listSaid(product, project)).toEqual([]);
  await page.keyboard.press("2");
  await field.focus();
  await judge(page, "Control+Enter");
  await expectSaved(page);
  expect(await listSaid(product, project)).toEqual(["right"]);
});

test("reading has keys as well: the responses, the raw text and the differences", async ({
  page,
  product,
}) => {
  await begin(page, "Reading", product);
  await page.keyboard.press("b");
  await expect(page.getByRole("region", { name: "Response B" })).toBeFocused();
  await page.keyboard.press("a");
  await expect(page.getByRole("region", { name: "Response A" })).toBeFocused();
  const raw = page.getByRole("button", { name: "Raw" });
  await page.keyboard.press("r");
  await expect(raw).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("r");
  await expect(raw).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("d");
  await expect(page.getByRole("button", { name: "Difference" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.keyboard.press("l");
  await expect(page.getByRole("button", { name: /Scroll/ })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expectAccessible(page);
});

test("a new pair is announced by its number and begins at its top", async ({ page, product }) => {
  await begin(page, "Announce", product);
  await judge(page, "1");
  await expect(page.getByRole("heading", { name: "Pair 2" })).toBeFocused();
  await expectSaved(page);
  await judge(page, "2");
  await expect(page.getByRole("heading", { name: "Pair 3" })).toBeFocused();
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
});

test("in Arabic the arrows still point at the response they choose, and every key is named", async ({
  page,
  product,
  baseURL,
}) => {
  const project = await begin(page, "Arabic", product);
  await page.context().addCookies([{ name: "tiebreak.locale", value: "ar", url: baseURL ?? "" }]);
  await page.reload();
  await shownPair(page).waitFor();
  const [a, b] = await Promise.all(
    ["A", "B"].map((name) =>
      page.locator(`[data-pair]:not([hidden]) [data-response=${name}]`).boundingBox(),
    ),
  );
  expect(a?.x ?? 0).toBeGreaterThan(b?.x ?? 0);
  await judge(page, "ArrowRight");
  await expect(page.getByText("حُفظ", { exact: true })).toBeVisible();
  expect(await listSaid(product, project)).toEqual(["left"]);
  await strike(page, { key: "؟", code: "Slash", modifiers: 8 });
  await expect(page.getByRole("dialog", { name: "المفاتيح" })).toBeVisible();
  await expectAccessible(page);
  const words = (await page.getByRole("dialog").textContent()) ?? "";
  expect(words).not.toMatch(/Skip|Undo|Change|Tie/);
});
