import { expect } from "@playwright/test";
import { killNow } from "./kill-now.ts";
import { test } from "./story.ts";
import {
  ask,
  createProject,
  fileOf,
  importFile,
  judge,
  shownPair,
  signInAsAdministrator,
} from "./support.ts";

test.use({
  freshFor: "crash",
  allowedConsoleErrors: [
    /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_FAILED|status of 50[0-9]/,
  ],
});

test("kill -9 of web, worker and database while judging loses nothing", async ({
  page,
  product,
}) => {
  test.setTimeout(240_000);
  await signInAsAdministrator(page, product);
  const project = await createProject(page, "Crash");
  await importFile(page, project, fileOf(40));
  await expect(page.getByRole("alert").filter({ hasText: "prompts.jsonl" })).toContainText("Added");
  await page.goto(`${project}/judge`);
  await shownPair(page).waitFor();

  const decided: string[] = [];
  const acknowledged = new Set<string>();
  page.on("request", (request) => {
    if (!request.url().includes("judgments.record")) return;
    const { assignmentId } = request.postDataJSON().json;
    if (!decided.includes(assignmentId)) decided.push(assignmentId);
  });
  page.on("requestfinished", async (request) => {
    if (!request.url().includes("judgments.record")) return;
    const response = await request.response();
    if (response?.ok()) acknowledged.add(request.postDataJSON().json.assignmentId);
  });

  for (const victim of ["web server", "worker", "database"] as const) {
    await judge(page, "1");
    await judge(page, "2");
    // The key and the kill at once: somewhere between submit and acknowledgement.
    const [killed] = await Promise.all([killNow(product, victim), judge(page, "1")]);
    expect(killed, `${victim} was running`).toBeGreaterThan(0);
    await expect(page.getByText("Saved", { exact: true })).toBeVisible({ timeout: 60_000 });
    await shownPair(page).waitFor({ timeout: 60_000 });
  }
  await judge(page, "t");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible({ timeout: 60_000 });

  const stored = await ask<{ assignment_id: string }>(
    product,
    "select assignment_id from judgments where superseded_by is null and withdrawn_at is null",
  );
  const storedIds = stored.map((row) => row.assignment_id);
  expect(storedIds.toSorted()).toEqual(decided.toSorted());
  expect(storedIds).toHaveLength(10);
  for (const assignmentId of acknowledged) expect(storedIds).toContain(assignmentId);
});
