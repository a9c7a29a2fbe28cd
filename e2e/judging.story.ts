import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { test } from "./story.ts";
import {
  ask,
  createProject,
  expectSaved,
  fileOf,
  importFile,
  judge,
  listSaid,
  makeInvite,
  shownPair,
  signInAsAdministrator,
} from "./support.ts";

test.describe.configure({ mode: "serial" });
test.use({ freshFor: "judging" });
test.use({
  allowedConsoleErrors: [
    /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION_RESET|status of (404|503)/,
  ],
});

let cookies: Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>> = [];

async function begin(page: Page, name: string, file = fileOf(12)): Promise<string> {
  await page.context().addCookies(cookies);
  const project = await createProject(page, name);
  await importFile(page, project, file);
  await expect(page.getByRole("alert").filter({ hasText: "prompts.jsonl" })).toContainText("Added");
  await page.goto(`${project}/judge`);
  await shownPair(page).waitFor();
  return project;
}

test("an administrator signs in", async ({ page, product }) => {
  await signInAsAdministrator(page, product);
  cookies = await page.context().cookies();
});

test("each verdict has a key, and what is stored is what was pressed", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Keys");
  for (const key of ["1", "2", "ArrowLeft", "ArrowRight", "t", "0", "x"]) await judge(page, key);
  await expectSaved(page);
  const rows = await ask<{ said: string }>(
    product,
    `select case when j.verdict in ('tie', 'both_bad') then j.verdict::text
       when (j.verdict = 'first') = a.left_is_first then 'left' else 'right' end as said
     from judgments j join assignments a on a.id = j.assignment_id
     join projects p on p.id = j.project_id where p.slug = '${project.split("/").at(-1)}'
     order by j.sequence`,
  );
  expect(rows.map((row) => row.said)).toEqual([
    "left",
    "right",
    "left",
    "right",
    "tie",
    "tie",
    "both_bad",
  ]);
});

test("nothing shifts while the first pair arrives and as others follow", async ({ page }) => {
  await page.addInitScript(() => {
    const shifts = { total: 0 };
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if ("value" in entry && typeof entry.value === "number") shifts.total += entry.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await begin(page, "Steady");
  // Once the guidelines have been read they no longer stand beside the first pair.
  await settleIn(page);
  await page.reload();
  for (const key of ["1", "2", "t"]) await judge(page, key);
  await expectSaved(page);
  const total = await page.evaluate(() => Reflect.get(window, "shifts").total);
  expect(total).toBeLessThan(0.02);
});

test("undo brings the pair back with the same sides, and the new verdict replaces the old", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Undo");
  const before = (await shownPair(page).textContent()) ?? "";
  await judge(page, "1");
  await expectSaved(page);
  await page.keyboard.press("z");
  await expect(shownPair(page)).toHaveText(before);
  await judge(page, "t");
  await expectSaved(page);
  const rows = await ask<{ verdict: string; current: boolean }>(
    product,
    `select verdict, superseded_by is null and withdrawn_at is null as current from judgments j
     join projects p on p.id = j.project_id where p.slug = '${project.split("/").at(-1)}' order by sequence`,
  );
  expect(rows.map((row) => row.current)).toEqual([false, true]);
  expect(rows[1].verdict).toBe("tie");
});

test("a key held down or pressed twice at once judges one pair", async ({ page, product }) => {
  const project = await begin(page, "Bounce");
  await page.waitForTimeout(300);
  await page.keyboard.down("1");
  await page.keyboard.down("1");
  await page.keyboard.down("1");
  await page.keyboard.up("1");
  await expectSaved(page);
  expect(await countJudgments(product, project)).toBe(1);
});

test("decisions made offline are kept, survive a closed tab and are sent once", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Offline");
  await page.context().setOffline(true);
  for (let pair = 0; pair < 3; pair += 1) await judge(page, "2");
  await expect(page.getByText("Will be sent when you are back online")).toBeVisible();
  expect(await countJudgments(product, project)).toBe(0);
  const context = page.context();
  await page.close({ runBeforeUnload: false });
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(`${project}/judge`);
  await expect(again.getByText("3 today")).toBeVisible();
  expect(await countJudgments(product, project)).toBe(3);
});

test("an answer that is lost on the way is asked for again and counted once", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Flaky");
  let losses = 0;
  await page.route("**/api/trpc/judgments.record", async (route) => {
    losses += 1;
    if (losses % 3 === 1) return await route.abort();
    if (losses % 3 === 2) {
      await route.fetch();
      return await route.fulfill({ status: 503, body: "lost" });
    }
    await route.continue();
  });
  for (let pair = 0; pair < 3; pair += 1) await judge(page, "1");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible({ timeout: 30_000 });
  expect(await countJudgments(product, project)).toBe(3);
});

test("two tabs take turns and leave one judgment each", async ({ page, product }) => {
  const project = await begin(page, "Tabs", fileOf(3));
  const other = await page.context().newPage();
  await other.goto(`${project}/judge`);
  await judge(other, "2");
  await expect(page.getByText("You are judging in another tab")).toBeVisible();
  await page.getByRole("button", { name: "Judge here instead" }).click();
  await judge(page, "1");
  await other.getByRole("button", { name: "Judge here instead" }).click();
  await judge(other, "2");
  await expect(other.getByText("You have judged everything there is")).toBeVisible();
  expect(await listSaid(product, project)).toEqual(["right", "left", "right"]);
  await expectAccessible(other);
});

test("a server that is slow, that cannot be reached or that answers twice gets every judgment once", async ({
  page,
  product,
}) => {
  const project = await begin(page, "Weather");
  let requests = 0;
  await page.route("**/api/trpc/judgments.record", async (route) => {
    requests += 1;
    if (requests % 4 === 1) {
      // Answered twice: the first answer never arrives.
      await route.fetch();
      return await route.continue();
    }
    if (requests % 4 === 2) return await route.abort("connectionreset");
    if (requests % 4 === 3) await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  for (const key of ["1", "2", "t", "x", "1"]) await judge(page, key);
  await expect(page.getByText("Saved", { exact: true })).toBeVisible({ timeout: 30_000 });
  expect(await listSaid(product, project)).toEqual(["left", "right", "tie", "both_bad", "left"]);
});

test("two annotators never share a pair beyond its target", async ({
  page,
  product,
  openBrowserOfAnother,
}) => {
  const project = await begin(page, "Overlap", fileOf(8));
  const invite = await makeInvite(page, project);
  const other = await openBrowserOfAnother();
  await other.goto(invite);
  await other.getByLabel("Name").fill("Second");
  await other.getByLabel("E-mail").fill("second@example.org");
  await other.getByLabel("Password").fill("quite a long secret");
  await other.getByRole("button", { name: "Create account and join" }).click();
  await other.waitForURL("**/judge");
  await settleIn(other);
  await page.goto(`${project}/judge`);
  await Promise.all([judgeToTheEnd(page), judgeToTheEnd(other)]);
  const shared = await ask<{ n: number }>(
    product,
    `select count(*)::int as n from judgments j join projects p on p.id = j.project_id
     where p.slug = '${project.split("/").at(-1)}' group by pair_id`,
  );
  expect(shared.map((row) => row.n)).toEqual(Array(8).fill(1));
});

test("hostile text is shown as text: nothing runs, nothing is fetched, the page keeps its shape", async ({
  page,
}) => {
  const hostile = (name: string) =>
    [
      `${name}<script>document.title = "hacked"</script>`,
      '<img src=x onerror="document.title=`hacked`"><svg onload="document.title=`hacked`"></svg>',
      "[click](javascript:document.title='hacked') ![pixel](https://tracker.example/p.png)",
      "<iframe srcdoc='<script>parent.document.title=`hacked`</script>'></iframe>",
      "\u202Egnp.exe",
      name.slice(-1).repeat(5000),
    ].join("\n\n");
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  await begin(page, "<script>document.title='hacked'</script>", fileOf(3, hostile));
  await expect(shownPair(page)).toContainText("<script>");
  await shownPair(page).getByText("click").first().click();
  expect(await page.evaluate(() => document.title)).not.toBe("hacked");
  expect(fetched.filter((url) => url.includes("tracker.example"))).toEqual([]);
  expect(await page.locator("article iframe, article script, article img").count()).toBe(0);
  await expectAccessible(page);
});

test("strength has its own keys when the project asks for it", async ({ page, product }) => {
  const project = await begin(page, "Strength");
  await ask(
    product,
    `update projects set form = '{"hasTie":true,"hasBothBad":false,"strengthLevels":2}' where slug = '${project.split("/").at(-1)}'`,
  );
  await page.reload();
  await shownPair(page).waitFor();
  await expect(page.getByRole("button", { name: "Both bad" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "A is much better" })).toBeVisible();
  for (const key of ["1", "2", "3", "4"]) await judge(page, key);
  await expectSaved(page);
  const rows = await ask<{ strength: number }>(
    product,
    `select strength from judgments j join projects p on p.id = j.project_id
     where p.slug = '${project.split("/").at(-1)}' order by sequence`,
  );
  expect(rows.map((row) => row.strength)).toEqual([2, 1, 1, 2]);
  await expectAccessible(page);
});

test("guidelines are one key away, and a paused project says so", async ({ page, product }) => {
  const project = await begin(page, "Paused");
  await settleIn(page);
  const guidelines = page.getByRole("complementary", { name: "Guidelines" });
  await expect(guidelines).toBeHidden();
  await page.keyboard.press("g");
  await expect(guidelines).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(guidelines).toBeHidden();
  expect(await countJudgments(product, project)).toBe(0);
  await ask(
    product,
    `update projects set status = 'paused' where slug = '${project.split("/").at(-1)}'`,
  );
  await page.reload();
  await expect(page.getByText("This project is paused")).toBeVisible();
});

/** A newcomer reads the guidelines, which any act of the mouse makes the fixture do, and can begin. */
async function settleIn(page: Page): Promise<void> {
  await shownPair(page).waitFor();
  await page.getByRole("link", { name: "Judge", exact: true }).hover();
}

async function judgeToTheEnd(page: Page): Promise<void> {
  for (;;) {
    const end = page.getByText(/You have judged everything|Others are judging/);
    await shownPair(page).or(end).first().waitFor();
    if ((await shownPair(page).count()) === 0) return;
    await judge(page, "1");
    await expectSaved(page);
  }
}

async function countJudgments(
  product: Parameters<typeof ask>[0],
  project: string,
): Promise<number> {
  const [row] = await ask<{ n: number }>(
    product,
    `select count(*)::int as n from judgments j join projects p on p.id = j.project_id
     where p.slug = '${project.split("/").at(-1)}'`,
  );
  return row.n;
}
