import { expect, type Page } from "@playwright/test";
import { ar } from "#app/messages/ar/index.ts";
import { en } from "#app/messages/en/index.ts";
import { type Exchange, openRelay, type Relay } from "./relay.ts";
import { test } from "./story.ts";
import {
  ask,
  createProject,
  expectSaved,
  fileOf,
  importFile,
  judge,
  makeInvite,
  setForm,
  shownPair,
  signInAsAdministrator,
} from "./support.ts";

test.use({ freshFor: "payload" });

const prompts = 26;
const everyPart = {
  flags: ["unsafe", "false", "off_topic", "refuses_wrongly", "reveals_identity", "copied"],
  hasSafetyStep: true,
  attributes: ["helpfulness", "correctness", "coherence", "complexity", "verbosity"],
  reasons: ["Clearer", "Shorter"],
  rationale: { ask: "optional", lengthMin: 0 },
  canEdit: true,
};

/** What no annotator may be sent: models by name, and why or by what a pair was chosen under any. */
const names = /secret-checkpoint/gi;
const keys =
  /"(arm|arms|armShare|armShares|propensity|policy|policyName|priority|pFirst|information|probability|leftIsFirst|pairId|firstId|secondId|completionId|promptId|model|modelId|modelVersion|models|slice|gold|isGold|isTrap|strengthMin|goldUse|score|scores|mean|variance|rewardModel)":("[^"]*")?/g;

/** The words of all pages are the same for everybody, and a few stand under such keys. */
const words = new Set([en, ar].flatMap((catalogue) => listEntries(catalogue)));

function listEntries(catalogue: object): string[] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === "string" ? [`"${key}":"${value}"`] : listEntries(value),
  );
}

test("nothing an annotator receives in a whole visit names a model, marks a gold pair, or gives away an order", async ({
  page,
  product,
  openBrowserOfAnother,
}) => {
  test.setTimeout(300_000);
  await signInAsAdministrator(page, product);
  const project = await createProject(page, "Blind");
  await importFile(page, project, fileOf(prompts));
  await expect(page.getByRole("alert").filter({ hasText: "prompts.jsonl" })).toContainText("Added");
  await addGold(page, project);
  await setForm(product, project, everyPart);
  await ask(
    product,
    `update projects set policy = policy || '{"targetJudgments": 2,
       "arms": {"active": 0.5, "control": 0.2, "holdout": 0.1, "gold": 0.1, "repeat": 0.1}}'::jsonb;
     update pairs set target_judgments = 2, open_slots = 2`,
  );
  const invites = [await makeInvite(page, project), await makeInvite(page, project)];

  const visits: Relay[] = [];
  for (const [index, invite] of invites.entries()) {
    const relay = await openRelay(product.url);
    visits.push(relay);
    const annotator = await openBrowserOfAnother();
    const asked: string[] = [];
    annotator.on("request", (request) => asked.push(request.url()));
    await join(annotator, invite.replace(product.url, relay.url), `Annotator ${index + 1}`);
    await passQuiz(annotator);
    if (index === 0) await visitEverything(annotator, `${relay.url}${project}`);
    if (index === 0) await setForm(product, project, {});
    await annotator.goto(`${relay.url}${project}/judge`);
    await judgeToTheEnd(annotator);
    await expectSaved(annotator);
    await annotator.close();
    // What went past the relay would not have been read.
    expect(asked.filter((url) => !/^(blob|data):/.test(url) && !url.startsWith(relay.url))).toEqual(
      [],
    );
  }

  const arms = await ask<{ arm: string }>(product, "select distinct arm from assignments");
  const served = arms.map(({ arm }) => arm);
  expect(served).toEqual(expect.arrayContaining(["control", "gold", "holdout"]));
  for (const { exchanges } of visits) expectNothingTold(exchanges);
  const [first, second] = visits.map((visit) => listShown(visit.exchanges));
  expect(first.size).toBeGreaterThan(prompts - 6);
  expectSidesToVary([...first.values()]);
  expectSidesToVary([...second.values()]);
  // Not the same sides for everybody, and not the opposite ones.
  const shared = [...first].filter(([prompt]) => second.has(prompt));
  expectSidesToVary(shared.map(([prompt, side]) => side === second.get(prompt)));
  expect([...first.keys()]).not.toEqual([...second.keys()]);
  await Promise.all(visits.map((visit) => visit.close()));
});

function expectNothingTold(exchanges: readonly Exchange[]): void {
  const { pages, programs } = splitExchanges(exchanges);
  for (const part of [
    "/invite/",
    "quiz.answer",
    "assignments.take",
    "judgments.record",
    "/leaderboard",
  ]) {
    expect(
      pages.some(({ path }) => path.includes(part)),
      `${part} was read`,
    ).toBe(true);
  }
  const told = pages.flatMap(({ path, head, received }) => {
    const text = unquote(`${head}\n${received}`);
    return [keys, names]
      .flatMap((pattern) => [...text.matchAll(pattern)])
      .filter((found) => !words.has(found[0]))
      .map((found) => `${path}: …${text.slice(Math.max(0, found.index - 80), found.index + 80)}…`);
  });
  expect(told).toEqual([]);
  expect(
    programs.filter(({ received }) => received.search(names) >= 0).map(({ path }) => path),
  ).toEqual([]);
  const shapes = new Set(listLeases(pages).map((lease) => Object.keys(lease).toSorted().join(" ")));
  // Pairs of every arm look alike, down to which fields they have.
  expect([...shapes]).toEqual(["assignmentId leasedUntil left messages right"]);
}

/** Programs and styles are the same for everybody; what is asked of all else is stricter. */
function splitExchanges(exchanges: readonly Exchange[]) {
  const isProgram = ({ path }: Exchange) => path.startsWith("/_next/static/");
  return {
    pages: exchanges.filter((exchange) => !isProgram(exchange)),
    programs: exchanges.filter(isProgram),
  };
}

/** A page carries its data as text inside text, where quotation marks are escaped. */
function unquote(text: string): string {
  return text.replaceAll(/\\+"/g, '"');
}

type Lease = Readonly<Record<string, unknown>>;

function listLeases(exchanges: readonly Exchange[]): Lease[] {
  return exchanges
    .filter(({ path }) => path.startsWith("/api/trpc/"))
    .flatMap(({ received }) => findLeases(received === "" ? null : JSON.parse(received)));
}

function findLeases(value: unknown): Lease[] {
  if (typeof value !== "object" || value === null) return [];
  const fields = Object.fromEntries(Object.entries(value));
  const isLease = "assignmentId" in fields && "messages" in fields;
  return isLease ? [fields] : Object.values(fields).flatMap(findLeases);
}

/** In the order served: whether the first response of a prompt's file was on the left. */
function listShown(exchanges: readonly Exchange[]): Map<string, boolean> {
  const shown = new Map<string, boolean>();
  for (const { messages, left } of listLeases(exchanges)) {
    const prompt = JSON.stringify(messages);
    if (!shown.has(prompt)) shown.set(prompt, String(left).includes("of the first"));
  }
  return shown;
}

/** Fair coins fail this less than once in ten thousand times. */
function expectSidesToVary(sides: readonly boolean[]): void {
  expect(sides.length).toBeGreaterThan(18);
  for (const side of [true, false]) {
    expect(sides.filter((one) => one === side).length).toBeGreaterThan(1);
  }
}

async function addGold(page: Page, project: string): Promise<void> {
  await page.goto(`${project}/gold`);
  for (const [index, use] of ["Quiz for newcomers", "Quiz for newcomers", "Real work"].entries()) {
    await page.getByRole("button", { name: "Add a gold pair" }).click();
    await page.getByRole("dialog").getByRole("listitem").first().getByRole("button").click();
    const editor = page.getByRole("dialog", { name: "New gold pair" });
    await editor.getByRole("radio", { name: use }).check();
    await editor.getByRole("radio", { name: "Second is better" }).check();
    await editor.getByRole("textbox", { name: "Why" }).fill("The second one **answers**.");
    await editor.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("row")).toHaveCount(index + 2);
  }
  await page.getByRole("checkbox", { name: /pass the quiz/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
}

async function join(annotator: Page, invite: string, name: string): Promise<void> {
  await annotator.goto(invite);
  await annotator.getByLabel("Name").fill(name);
  await annotator.getByLabel("E-mail").fill(`${name.replace(" ", "-")}@example.org`);
  await annotator.getByLabel("Password").fill("quite a long secret");
  await annotator.getByRole("button", { name: "Create account and join" }).click();
  await annotator.waitForURL("**/judge");
}

/** Once all wrong, so that failing is among what is received, and then all right. */
async function passQuiz(annotator: Page): Promise<void> {
  await annotator.getByRole("link", { name: "Take the quiz" }).click();
  for (const isRight of [false, false, true, true]) {
    const again = annotator.getByRole("button", { name: /Try again/ });
    await annotator
      .getByRole("button", { name: /A is better/ })
      .or(again)
      .first()
      .waitFor();
    if (await again.isVisible()) await again.click();
    await annotator.getByRole("button", { name: /A is better/ }).waitFor();
    const left = await annotator.getByRole("region", { name: "Response A" }).textContent();
    const isSecondLeft = left?.includes("of the second") ?? false;
    await annotator.keyboard.press(isSecondLeft === isRight ? "1" : "2");
    await expect(annotator.getByText("The second one answers.")).toBeVisible();
    await annotator.getByRole("button", { name: /Next question|See the result/ }).click();
    await expect(annotator.getByText("The second one answers.")).toHaveCount(0);
  }
  await annotator.getByRole("link", { name: "Start judging" }).click();
  await shownPair(annotator).waitFor();
}

/** Every part of the form, every key that asks the server for something, and every page there is. */
async function visitEverything(annotator: Page, project: string): Promise<void> {
  await answerEveryPart(annotator);
  await judge(annotator, "Control+Enter");
  await expectSaved(annotator);
  await annotator.keyboard.press("z");
  await expect(annotator.getByText("Undone.")).toBeVisible();
  await judge(annotator, "Enter");
  await expectSaved(annotator);
  await judge(annotator, "s");
  await expect(annotator.getByText("Skipped.")).toBeVisible();
  for (const key of ["d", "r", "e", "g", "g"]) await annotator.keyboard.press(key);
  await annotator.getByRole("button", { name: "Your progress" }).click();
  await expect(annotator.getByRole("dialog", { name: "Your progress" })).toContainText("judgment");
  await annotator.keyboard.press("Escape");
  await annotator.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await amend(annotator);
  for (const period of ["today", "week", "all"]) {
    await annotator.goto(`${project}/leaderboard?period=${period}`);
    await expect(annotator.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await annotator.goto(project);
  await annotator.goto(new URL("/account", project).href);
  await annotator.getByRole("radio", { name: "العربية" }).click();
  await expect(annotator.locator("html")).toHaveAttribute("dir", "rtl");
  await annotator.goto(`${project}/judge`);
  await shownPair(annotator).waitFor();
  await annotator.context().clearCookies({ name: /locale/i });
}

async function answerEveryPart(annotator: Page): Promise<void> {
  // A key within a moment of the pair's appearance is taken for a bounce and does nothing.
  await expect(async () => {
    await annotator.keyboard.press("1");
    await expect(annotator.getByText("Verdict: A is better")).toBeVisible({ timeout: 200 });
  }).toPass();
  await annotator.getByRole("radio", { name: "Both are safe" }).check();
  await annotator.getByRole("checkbox", { name: "Reveals its identity" }).first().check();
  for (const name of [/^Helpfulness/, /^Correctness/, /^Coherence/, /^Complexity/, /^Verbosity/]) {
    const grades = annotator.getByRole("group", { name }).first();
    await grades.getByRole("radio", { name: "3", exact: true }).check();
  }
  await annotator.getByRole("checkbox", { name: "Clearer" }).check();
  await annotator.getByRole("textbox", { name: /in your own words/ }).fill("It says more");
  await annotator.getByRole("button", { name: "Improve response A" }).click();
  await annotator.getByRole("textbox", { name: /improved/ }).fill("A better answer");
}

async function amend(annotator: Page): Promise<void> {
  await annotator.getByRole("link", { name: "My judgments" }).click();
  const own = annotator.getByRole("list", { name: "Your judgments" }).getByRole("listitem");
  await own.first().getByRole("link").click();
  await expect(annotator.getByText("You said: A is better")).toBeVisible();
  await annotator.getByRole("button", { name: "Tie" }).click();
  await annotator.getByRole("button", { name: "Change your judgment" }).click();
  await expect(annotator.getByText("Your judgment has been changed.")).toBeVisible();
}

async function judgeToTheEnd(page: Page): Promise<void> {
  const end = page.getByText(/You have judged everything|Others are judging/);
  for (;;) {
    await shownPair(page).or(end).first().waitFor();
    if ((await shownPair(page).count()) === 0) return;
    await judge(page, "1");
    await expectSaved(page);
  }
}
