import { type Browser, type BrowserContext, chromium, expect, type Page } from "@playwright/test";
import { makeDataFolder, type Product, removeDataFolder, startProduct } from "#e2e/product.ts";
import { createProject, importFile, makeInvite, signInAsAdministrator } from "#e2e/support.ts";
import { composeResponse, type ResponseShape } from "./responses.ts";

export type Bench = {
  readonly browser: Browser;
  /** An annotator's browser; each has a cache of its own and is signed in. */
  openAnnotator(): Promise<Page>;
  readonly projects: { readonly plain: string; readonly rich: string };
  close(): Promise<void>;
};

export type BenchSize = { readonly words: number; readonly plain: number; readonly rich: number };

/** A fresh product with two projects of long responses and one annotator in both. */
export async function openBench(size: BenchSize): Promise<Bench> {
  const dataFolder = await makeDataFolder();
  const product = await startProduct(dataFolder);
  const browser = await launchChromium();
  const close = async () => {
    await browser.close();
    await product.stop();
    await removeDataFolder(dataFolder);
  };
  try {
    return { browser, close, ...(await fill(product, browser, size)) };
  } catch (error) {
    await close();
    throw error;
  }
}

function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"],
    args: [
      // Chromium's sandbox does not start for root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
    ],
  });
}

async function fill(product: Product, browser: Browser, size: BenchSize) {
  const viewport = { width: 1440, height: 900 };
  const page = await (await browser.newContext({ baseURL: product.url, viewport })).newPage();
  await signInAsAdministrator(page, product);
  const plain = await addProject(page, "Plain", { ...size, pairs: size.plain, isRich: false });
  const rich = await addProject(page, "Rich", { ...size, pairs: size.rich, isRich: true });
  const annotator = await browser.newContext({ baseURL: product.url, viewport });
  await join(annotator, await makeInvite(page, rich), "New");
  await join(annotator, await makeInvite(page, plain), "Again");
  await page.context().close();
  const state = await annotator.storageState();
  await annotator.close();
  const openAnnotator = async () =>
    (await browser.newContext({ baseURL: product.url, viewport, storageState: state })).newPage();
  return { openAnnotator, projects: { plain, rich } };
}

type Filling = { readonly words: number; readonly pairs: number; readonly isRich: boolean };

async function addProject(page: Page, name: string, filling: Filling): Promise<string> {
  const project = await createProject(page, name);
  await importFile(page, project, composeFile(filling));
  const note = page.getByRole("alert").filter({ hasText: "prompts.jsonl" });
  await expect(note).toContainText("Added", { timeout: 120_000 });
  return project;
}

function composeFile({ words, pairs, isRich }: Filling) {
  const lines = Array.from({ length: pairs }, (_, index) => {
    const shape: ResponseShape = {
      words,
      hasCode: isRich && index % 3 === 0,
      hasFormula: isRich && index % 4 === 0,
      hasTable: isRich && index % 2 === 0,
    };
    return JSON.stringify({
      prompt: `Question ${index + 1}: what should a newcomer to the harbour read first, and why?`,
      responses: [0, 1].map((side) => ({
        model: `model-${side}`,
        text: composeResponse(shape, 2 * index + side),
      })),
    });
  });
  const buffer = Buffer.from(lines.join("\n"));
  return { name: "prompts.jsonl", mimeType: "application/jsonl", buffer };
}

async function join(context: BrowserContext, invite: string, way: "New" | "Again"): Promise<void> {
  const page = await context.newPage();
  await page.goto(invite);
  if (way === "New") {
    await page.getByLabel("Name").fill("Bench");
    await page.getByLabel("E-mail").fill("bench@example.org");
    await page.getByLabel("Password").fill("quite a long secret");
    await page.getByRole("button", { name: "Create account and join" }).click();
  } else {
    await page.getByRole("button", { name: /join/i }).click();
  }
  await page.waitForURL("**/judge");
  await page.getByRole("button", { name: "I have read them" }).click();
  await page.locator("article:not([hidden])").waitFor();
  await page.close();
}
