import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { makeDataFolder, type Product, removeDataFolder, startProduct } from "./product.ts";
import { test as base } from "./story.ts";
import {
  ask,
  createProject,
  expectSaved,
  fileOf,
  importFile,
  judge,
  signInAsAdministrator,
} from "./support.ts";

/** A product that may ask this machine's own servers, which is refused unless it is allowed. */
const test = base.extend<object, { readonly product: Product }>({
  product: [
    async ({ freshFor: _ }, use) => {
      const dataFolder = await makeDataFolder();
      const product = await startProduct(dataFolder, { SCORE_SERVICE_ALLOW: "127.0.0.1" });
      await use(product);
      await product.stop();
      await removeDataFolder(dataFolder);
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

test.use({ freshFor: "a score service", allowedConsoleErrors: [/status of 400/] });

test("judging goes on while the score service is gone, managers are told, and it is taken back", async ({
  page,
  product,
}) => {
  test.setTimeout(300_000);
  const port = await findFreePort();
  let service = await startService(port);
  try {
    await signInAsAdministrator(page, product);
    const project = await createProject(page, "Scored");
    await importFile(page, project, fileOf(30));
    await expect(page.getByText("30 prompts").first()).toBeVisible();
    await expectRefusals(page, project);
    await register(page, project, port);
    await expectScored(page, project, "60 of 60");
    await expectAccessible(page);
    await changeBatchSize(page);
    await expectScored(page, project, "60 of 60");

    service.kill("SIGKILL");
    await importFile(page, project, moreOf(10));
    await expect(page.getByText("Added 10 prompts").first()).toBeVisible();
    await expectBanner(page, project, true);
    await expectAccessible(page);
    await page.goto(`${project}/judge`);
    for (const key of ["1", "2", "1", "t", "2"]) await judge(page, key);
    await expectSaved(page);
    const [counted] = await ask<{ n: number }>(product, "select count(*)::int as n from judgments");
    expect(counted?.n).toBe(5);

    service = await startService(port);
    await page.goto(`${project}/learning`);
    await page.getByRole("button", { name: "Check now" }).click();
    await expectScored(page, project, "80 of 80");
    await expectBanner(page, project, false);
    const versions = await ask<{ version: string }>(
      product,
      "select distinct model_version as version from completion_scores",
    );
    expect(versions).toHaveLength(1);
  } finally {
    service.kill("SIGKILL");
  }
});

/** Addresses inside the network, and a server that is not there, are refused with a reason. */
async function expectRefusals(page: Page, project: string): Promise<void> {
  await page.goto(`${project}/learning`);
  await page.getByRole("button", { name: "Register a score service" }).click();
  const form = page.getByRole("dialog", { name: "Score service" });
  const register = form.getByRole("button", { name: "Try and register" });
  await form.getByLabel("URL").fill("http://169.254.169.254");
  await register.click();
  await expect(form.getByRole("alert")).toContainText("SCORE_SERVICE_ALLOW");
  await form.getByLabel("URL").fill(`http://127.0.0.1:${await findFreePort()}`);
  await register.click();
  await expect(form.getByRole("alert")).not.toContainText("SCORE_SERVICE_ALLOW", {
    timeout: 60_000,
  });
  await expectAccessible(page);
}

async function register(page: Page, project: string, port: number): Promise<void> {
  await page.goto(`${project}/learning`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Register a score service" }).click();
  const form = page.getByRole("dialog", { name: "Score service" });
  await expectAccessible(page);
  await form.getByLabel("URL").fill(`http://127.0.0.1:${port}`);
  await form.getByRole("button", { name: "Try and register" }).click();
  await expect(form.getByText(/completions are being scored now/i)).toBeVisible({
    timeout: 60_000,
  });
  await form.getByRole("button", { name: "Done" }).click();
}

/** What is registered stands in the fields again, also in those that most servers need nothing of. */
async function changeBatchSize(page: Page): Promise<void> {
  const form = page.getByRole("dialog", { name: "Score service" });
  const open = () => page.getByRole("button", { name: "Change" }).click();
  const batchSize = form.getByLabel("Batch size");
  await open();
  await expect(batchSize).toBeHidden();
  await form.getByText("Advanced").click();
  await batchSize.fill("0");
  await form.getByText("Advanced").click();
  await form.getByRole("button", { name: "Try and register" }).click();
  await expect(batchSize).toBeFocused();
  await expect(batchSize).toHaveAccessibleDescription(/a whole number from 1 to 1,024/);
  await expectAccessible(page);
  await batchSize.fill("8");
  await form.getByRole("button", { name: "Try and register" }).click();
  await expect(form.getByText(/completions are being scored now/i)).toBeVisible({
    timeout: 60_000,
  });
  await page.keyboard.press("Escape");
  await open();
  await expect(batchSize).toHaveValue("8");
  await expect(form.getByLabel("URL")).toHaveValue(/^http:\/\/127\.0\.0\.1:/);
  await page.keyboard.press("Escape");
}

async function expectScored(page: Page, project: string, figures: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.goto(`${project}/learning`);
        return await page.getByText(`${figures} completions`).count();
      },
      { timeout: 90_000, intervals: [1_000] },
    )
    .toBe(1);
}

async function expectBanner(page: Page, project: string, isThere: boolean): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.goto(`${project}/members`);
        await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
        await page.waitForLoadState("networkidle");
        return await page.getByText("The score service has failed since").count();
      },
      { timeout: 90_000, intervals: [1_000] },
    )
    .toBe(isThere ? 1 : 0);
}

/** Other questions than those of the first file. */
function moreOf(prompts: number) {
  const lines = Array.from({ length: prompts }, (_, index) =>
    JSON.stringify({
      prompt: `Another question ${index + 1}?`,
      responses: [
        { model: "one", text: `Another answer ${index + 1}, briefly.` },
        { model: "two", text: `Another answer ${index + 1}, at some more length than that.` },
      ],
    }),
  );
  const buffer = Buffer.from(lines.join("\n"));
  return { name: "more.jsonl", mimeType: "application/jsonl", buffer };
}

async function startService(port: number): Promise<ChildProcess> {
  const script = path.join(import.meta.dirname, "toy-reward-server.mjs");
  const child = spawn(process.execPath, [script, String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout) await once(child.stdout, "data");
  return child;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
