import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { makeDataFolder, type Product, removeDataFolder, startProduct } from "./product.ts";

type StoryFixtures = {
  /**
   * Console errors that a story provokes on purpose; every other one fails it:
   * `test.use({ allowedConsoleErrors: [/status of 409/] })`.
   */
  readonly allowedConsoleErrors: readonly RegExp[];
  /** Acknowledges guidelines as soon as they are in the way; false for stories about them. */
  readonly readsGuidelines: boolean;
  /** Opens a browser of another person, with cookies of its own and watched like the first. */
  readonly openBrowserOfAnother: () => Promise<Page>;
  readonly consoleErrors: string[];
};

type WorkerFixtures = {
  /**
   * Names the file: `test.use({ freshFor: "judging" })`. Playwright takes a new worker when a worker
   * option changes, and so each file gets a product that nobody has signed in to.
   */
  readonly freshFor: string;
  /** A running product with fresh data, shared by the stories of one file after another. */
  readonly product: Product;
};

export const test = base.extend<StoryFixtures, WorkerFixtures>({
  freshFor: ["", { option: true, scope: "worker" }],
  product: [
    async ({ freshFor: _ }, use) => {
      const dataFolder = await makeDataFolder();
      const product = await startProduct(dataFolder);
      await use(product);
      await product.stop();
      await removeDataFolder(dataFolder);
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ product }, use) => use(product.url),
  allowedConsoleErrors: [[], { option: true }],
  readsGuidelines: [true, { option: true }],
  consoleErrors: [
    async ({ allowedConsoleErrors }, use) => {
      const errors: string[] = [];
      await use(errors);
      const unexpected = errors.filter(
        (error) => !allowedConsoleErrors.some((allowed) => allowed.test(error)),
      );
      expect(unexpected, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, consoleErrors, readsGuidelines }, use) => {
    watch(context, consoleErrors);
    if (readsGuidelines) context.on("page", readGuidelines);
    await use(context);
  },
  openBrowserOfAnother: async ({ browser, baseURL, consoleErrors, readsGuidelines }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL });
      contexts.push(context);
      watch(context, consoleErrors);
      if (readsGuidelines) context.on("page", readGuidelines);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

function readGuidelines(page: Page): void {
  const button = page.getByRole("button", { name: /^(I have read them|لقد قرأتها)$/ });
  void page.addLocatorHandler(button, () => button.click());
}

function watch(context: BrowserContext, errors: string[]): void {
  context.on("console", (message) => {
    if (message.type() === "error") {
      errors.push(`${message.text()} (${message.location().url})`);
    }
  });
  context.on("weberror", (error) => {
    errors.push(String(error.error().stack ?? error.error()));
  });
}
