import { setTimeout as delay } from "node:timers/promises";
import { expect } from "@playwright/test";
import { killNow } from "./kill-now.ts";
import { type Fate, openRelay } from "./relay.ts";
import { test } from "./story.ts";
import {
  ask,
  createProject,
  fileOf,
  importFile,
  judge,
  listSaid,
  shownPair,
  signInAsAdministrator,
} from "./support.ts";

test.use({
  freshFor: "weather",
  allowedConsoleErrors: [/ERR_|status of 50[0-9]/],
});

const keys = ["1", "2", "t", "x", "2", "1", "1", "t", "2", "x", "1", "2"];
const said = { "1": "left", "2": "right", t: "tie", x: "both_bad" } as const;

test("requests lost, late, answered never or twice, and a server killed mid-submit leave exactly the judgments that were made", async ({
  page,
  product,
}) => {
  test.setTimeout(240_000);
  await signInAsAdministrator(page, product);
  const project = await createProject(page, "Weather");
  await importFile(page, project, fileOf(keys.length + 4));
  await expect(page.getByRole("alert").filter({ hasText: "prompts.jsonl" })).toContainText("Added");
  const relay = await openRelay(product.url);
  // What the browser itself says that it sent, by assignment; the last word on each counts.
  const sent = new Map<string, string>();
  page.on("request", (request) => {
    if (!request.url().includes("judgments.record")) return;
    const { assignmentId, verdict } = request.postDataJSON().json;
    sent.set(assignmentId, verdict);
  });
  const weather: readonly Fate[] = ["passed", "lost", "unanswered", "twice"];
  const met = new Set<Fate>();
  let submissions = 0;
  relay.decide(async ({ path }) => {
    if (!path.includes("judgments.record")) return "passed";
    submissions += 1;
    if (submissions % 3 === 0) await delay(400);
    const fate = weather[submissions % weather.length];
    met.add(fate);
    return fate;
  });

  await page.goto(`${relay.url}${project}/judge`);
  await shownPair(page).waitFor();
  for (const [index, key] of keys.entries()) {
    const isKill = index === 4 || index === 9;
    // Three pairs are held at a time; the next one comes with an answer that gets through.
    await shownPair(page).waitFor({ timeout: 60_000 });
    // The key and the kill at once: somewhere between submit and acknowledgement.
    const kill = isKill ? killNow(product, "web server") : Promise.resolve(1);
    const [killed] = await Promise.all([kill, judge(page, key)]);
    expect(killed).toBeGreaterThan(0);
  }
  await expect(page.getByText("Saved", { exact: true })).toBeVisible({ timeout: 90_000 });

  expect(await listSaid(product, project)).toEqual(keys.map((key) => Reflect.get(said, key)));
  const stored = await ask<{ id: string }>(
    product,
    `select assignment_id as id from judgments order by sequence`,
  );
  expect(stored.map((row) => row.id)).toEqual([...sent.keys()]);
  expect([...sent.values()]).toEqual(keys.map((key) => Reflect.get(said, key)));
  expect([...met].toSorted()).toEqual([...weather].toSorted());
  await relay.close();
});
