import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { Product } from "./product.ts";

/** Signs the administrator in with the link that the first start printed. */
export async function signInAsAdministrator(page: Page, product: Product): Promise<void> {
  if (product.signInLink === null) throw new Error("this product has been signed in to before");
  await page.goto(product.signInLink);
  await page.getByRole("button", { name: /sign in/i }).click();
  await expect(page.getByRole("heading", { name: "Projects" })).toBeVisible();
}

/** Makes a project over the pages, as an administrator does; returns its address. */
export async function createProject(page: Page, name: string): Promise<string> {
  await page.goto("/");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: /create/i }).click();
  await page.waitForURL(/\/projects\//);
  return new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
}

export async function importFile(page: Page, project: string, file: string): Promise<void> {
  await page.goto(`${project}/data`);
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("button", { name: "Import" }).click();
}

/** The pair on the screen; the one that waits behind it is hidden. */
export function shownPair(page: Page) {
  return page.locator("article:not([hidden])");
}

/** Presses a key for the pair on the screen and waits until the next one, or none, is there. */
export async function judge(page: Page, key: string): Promise<void> {
  const pair = await shownPair(page).elementHandle();
  // A key within a moment of the pair appearing is taken for a bounce of the one before.
  await expect
    .poll(async () => {
      await page.keyboard.press(key);
      return pair?.evaluate((element) => element.isConnected);
    })
    .toBe(false);
}

export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}

/** No violation of WCAG 2.2 AA on the page as it stands, light and dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
    expect(found, `${colorScheme} ${page.url()}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}
