import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { rowsOf, upload } from "./data-file.ts";
import { test } from "./story.ts";

test.describe.configure({ mode: "serial" });
test.use({ freshFor: "data" });

/** One page for the stories of this file: the link of a first start signs in once. */
let page: Page;
let projectId: string;

test.beforeAll(async ({ browser, product }) => {
  const context = await browser.newContext({ baseURL: product.url });
  page = await context.newPage();
  await page.goto(product.signInLink ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/");
  const answer = await page.request.get(apiPath("projects.bySlug", { slug: "demo" }));
  projectId = (await answer.json()).result.data.json.id;
});

test.afterAll(async () => {
  await page.context().close();
});

test("a manager imports a file, sees which rows were left out and why, and the same file adds nothing", async () => {
  await page.goto("/projects/demo/data");
  await expect(page.getByRole("heading", { level: 1, name: "Data" })).toBeVisible();
  const file = {
    name: "mixed.jsonl",
    mimeType: "text/plain",
    buffer: Buffer.from(`${rowsOf("First", 40)}{"prompt": "cut off\n${rowsOf("Second", 10)}`),
  };
  await importFile(file);
  const outcome = page.getByRole("alert").filter({ hasText: "mixed.jsonl" });
  await expect(outcome).toContainText("Added 50 prompts, 100 responses and 50 pairs from 51 rows.");
  await expect(outcome).toContainText("1 row was rejected.");
  const remarks = page.getByRole("table", { name: "Rows with a remark" });
  await expect(remarks.getByRole("row").nth(1)).toContainText("41");
  await expect(remarks).toContainText("The JSON ends too early, as if the line had been cut off.");
  await expectAccessible(page);
  const csv = await readDownload("Download all as CSV");
  expect(csv).toContain('41,"The JSON ends too early');
  await page.reload();
  await importFile(file);
  await expect(page.getByRole("alert").filter({ hasText: "mixed.jsonl" })).toContainText(
    "50 rows were there already.",
  );
  await expect(page.getByRole("list").last().getByRole("heading", { level: 3 })).toHaveText([
    "mixed.jsonl",
    "mixed.jsonl",
  ]);
});

test("a file that is not what its name says is refused with a sentence", async () => {
  await page.goto("/projects/demo/data");
  await importFile({
    name: "prompts.jsonl",
    mimeType: "text/plain",
    buffer: Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(5_000, 3)]),
  });
  await expect(page.getByRole("alert").filter({ hasText: "prompts.jsonl" })).toContainText(
    "This looks like a ZIP archive",
  );
});

test("an upload that is cut off leaves nothing behind", async ({ product }) => {
  const url = `${product.url}/api/projects/${projectId}/imports`;
  const importId = crypto.randomUUID();
  const before = await contentOf();
  const body = rowsOf("Cut", 6_000);
  const headers = { "X-Import-Id": importId };
  expect(await upload(page, { url, body, headers, cutAfter: body.length / 2 })).toBeNull();
  await expect
    .poll(async () => (await queryOf("imports.find", { projectId, importId })).state, {
      timeout: 20_000,
    })
    .toBe("failed");
  const failed = await queryOf("imports.find", { projectId, importId });
  expect(failed.fault).toMatch(/interrupted before the whole file had arrived/);
  expect(await contentOf()).toEqual(before);
});

test("an upload is refused to other sites, to people who are signed out, and for another's project", async ({
  product,
  openBrowserOfAnother,
}) => {
  const url = `${product.url}/api/projects/${projectId}/imports`;
  const body = rowsOf("Refused", 1);
  const foreign = { "Sec-Fetch-Site": "cross-site" };
  expect(await upload(page, { url, body, headers: foreign })).toMatchObject({ status: 403 });
  const origin = { Origin: "https://evil.example" };
  expect(await upload(page, { url, body, headers: origin })).toMatchObject({ status: 403 });
  const stranger = await openBrowserOfAnother();
  expect(await upload(stranger, { url, body })).toMatchObject({ status: 401 });
  const nowhere = url.replace(projectId, crypto.randomUUID());
  expect(await upload(page, { url: nowhere, body })).toMatchObject({ status: 404 });
});

test("an export is written, its files carry the hashes of its manifest, and twice is the same", async () => {
  await judgePairs(12);
  await page.goto("/projects/demo/exports");
  await expectAccessible(page);
  await page.getByLabel("Test share in percent").fill("50");
  await page.getByRole("button", { name: "Create export" }).click();
  const first = page.getByRole("listitem").filter({ hasText: "Version 1" });
  await expect(first.getByText("Done")).toBeVisible({ timeout: 20_000 });
  await first.getByText("The first row").click();
  await expect(first.locator("pre").last()).toContainText('"prompt": [');
  await expectAccessible(page);
  const manifest = JSON.parse(await readDownload("Download manifest.json"));
  expect(manifest.judgments).toMatchObject({ recorded: 12, current: 12, decisive: 12 });
  let rows = 0;
  const hashes: string[] = [];
  for (const file of manifest.files) {
    const text = await readDownload(`Download ${file.name}`);
    expect(createHash("sha256").update(text).digest("hex")).toBe(file.sha256);
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    for (const line of lines) expect(line.chosen[0].role).toBe("assistant");
    rows += lines.length;
    hashes.push(file.sha256);
  }
  expect(rows).toBe(manifest.rows.train + manifest.rows.test);
  await page.getByLabel("Test share in percent").fill("50");
  await page.getByRole("button", { name: "Create export" }).click();
  const second = page.getByRole("listitem").filter({ hasText: "Version 2" });
  await expect(second.getByText("Done")).toBeVisible({ timeout: 20_000 });
  for (const hash of hashes) await expect(second.getByTitle(hash)).toBeVisible();
});

test("a file of an export is a download that no browser takes for a page, and nobody else gets it", async ({
  openBrowserOfAnother,
}) => {
  const { exports } = await queryOf("exports.list", { projectId });
  const path = `/api/projects/${projectId}/exports/${exports[0].id}/manifest.json`;
  const answer = await page.request.get(path);
  const headers = answer.headers();
  expect(headers["content-disposition"]).toBe('attachment; filename="demo-v2-manifest.json"');
  expect(headers["x-content-type-options"]).toBe("nosniff");
  const sha256 = createHash("sha256")
    .update(await answer.body())
    .digest("hex");
  expect(headers["etag"]).toBe(`"${sha256}"`);
  const again = await page.request.get(path, {
    headers: { "If-None-Match": headers["etag"] ?? "" },
  });
  expect(again.status()).toBe(304);
  expect(
    (await page.request.get(path.replace("manifest.json", "..%2F..%2Fetc%2Fpasswd"))).status(),
  ).toBe(404);
  const stranger = await openBrowserOfAnother();
  expect((await stranger.request.get(path)).status()).toBe(401);
});

async function importFile(file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByLabel("Choose a file, or drop one here").setInputFiles(file);
  await page.getByRole("button", { name: "Import" }).click();
}

async function readDownload(name: string): Promise<string> {
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name }).first().click();
  const path = await (await downloading).path();
  return await readFile(path, "utf8");
}

function apiPath(procedure: string, input: object): string {
  return `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
}

async function queryOf(procedure: string, input: object) {
  const answer = await page.request.get(apiPath(procedure, input));
  const body = await answer.json();
  return body.result?.data.json ?? {};
}

async function contentOf() {
  return await queryOf("imports.content", { projectId });
}

async function mutate(procedure: string, input: object) {
  const answer = await page.request.post(`/api/trpc/${procedure}`, { data: { json: input } });
  expect(answer.status()).toBe(200);
  return (await answer.json()).result.data.json;
}

/** Judges through the public interface, one pair after another. */
async function judgePairs(count: number): Promise<void> {
  let { leases } = await mutate("assignments.take", { projectId, held: [] });
  for (let judged = 0; judged < count; judged += 1) {
    const [{ assignmentId }, ...waiting] = leases;
    const served = await mutate("judgments.record", {
      projectId,
      assignmentId,
      idempotencyKey: crypto.randomUUID(),
      verdict: judged % 3 === 0 ? "left" : "right",
      strength: null,
      timings: null,
      held: waiting.map((lease: { assignmentId: string }) => lease.assignmentId),
    });
    leases = [...waiting, ...served.leases];
  }
}
