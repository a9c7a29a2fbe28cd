import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { test } from "./story.ts";
import {
  ask,
  createProject,
  expectSaved,
  holdCode,
  importFile,
  signInAsAdministrator,
} from "./support.ts";

test.use({ freshFor: "ranking", readsGuidelines: false });

test("several responses are put in order by keys and by taps, which yields their pairs", async ({
  page,
  product,
}) => {
  test.setTimeout(180_000);
  await signInAsAdministrator(page, product);
  const project = await createProject(page, "Orders");
  await importFile(page, project, fileOfFour(3));
  await expect(page.getByText("3 prompts").first()).toBeVisible();
  await page.goto(`${project}/form`);
  await page.getByLabel("Responses at a time").selectOption("4");
  await page.getByRole("button", { name: "Save form" }).click();
  await expect
    .poll(
      async () => await ask(product, "select 1 from projects where form ->> 'rankingSize' = '4'"),
    )
    .toHaveLength(1);

  await readWhileCodeIsLate(page, `${project}/judge`);
  await expect(page.getByRole("region", { name: "Response D" })).toBeVisible();
  await expectAccessible(page);
  const first = await textOf(page, "C");
  // C, then A and D alike; B places itself.
  for (const key of ["3", "1", "t", "4"]) await page.keyboard.press(key);
  await expect(page.getByText("C > A = D")).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByText("C > A = D")).toBeVisible();
  await page.keyboard.press("Enter");
  await expectSaved(page);
  const said = await ask<{ n: number; ties: number; wins: number }>(
    product,
    `select count(*)::int as n, count(*) filter (where verdict = 'tie')::int as ties,
       count(*) filter (where (verdict = 'first' and a.text = $$${first}$$)
         or (verdict = 'second' and b.text = $$${first}$$))::int as wins
     from judgments j join pairs p on p.id = j.pair_id
     join completions a on a.id = p.first_id join completions b on b.id = p.second_id`,
  );
  expect(said[0]).toEqual({ n: 6, ties: 1, wins: 3 });

  await page.keyboard.press("z");
  await expect(page.getByText("C > A = D")).toBeVisible();
  await page.keyboard.press("Enter");
  await expectSaved(page);

  await page.goto(`${project}/my-judgments`);
  await page.getByRole("list", { name: "Your judgments" }).getByRole("link").first().click();
  await expect(page.getByText(/part of a ranking, which is changed as a whole/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Take the ranking back and order it again" }).click();
  await expect(page.getByText("C > A = D")).toBeVisible();
  await page.keyboard.press("Enter");
  await expectSaved(page);

  await page.setViewportSize({ width: 375, height: 740 });
  for (const name of ["B", "D", "A"]) {
    await page
      .getByRole("region", { name: `Response ${name}` })
      .getByRole("button")
      .first()
      .click();
  }
  await expect(page.getByText("B > D > A")).toBeVisible();
  await page.getByRole("button", { name: "Submit" }).click();
  await expectSaved(page);
  await page.keyboard.press("s");
  await expect(page.getByRole("heading", { name: /You have judged everything/ })).toBeVisible();
  const counted = await ask<{ n: number }>(
    product,
    "select count(*)::int as n from judgments where withdrawn_at is null",
  );
  expect(counted[0]?.n).toBe(12);
});

/** A press waits for the code that hears it, and is not lost. */
async function readWhileCodeIsLate(page: Page, url: string): Promise<void> {
  const sendCode = await holdCode(page);
  await page.goto(url, { waitUntil: "commit" });
  const button = page.getByRole("button", { name: "I have read them" });
  await expect(button).toBeDisabled();
  await sendCode();
  await button.click();
  await expect(button).toBeHidden();
}

async function textOf(page: Page, name: string): Promise<string> {
  const region = page.getByRole("region", { name: `Response ${name}` });
  return (await region.getByText(/^Answer/).textContent()) ?? "";
}

function fileOfFour(prompts: number) {
  const lines = Array.from({ length: prompts }, (_, index) =>
    JSON.stringify({
      prompt: `Question ${index + 1}: which are best?`,
      responses: ["one", "two", "three", "four"].map((model) => ({
        model,
        text: `Answer ${index + 1} as ${model} would give it, more or less.`,
      })),
    }),
  );
  const buffer = Buffer.from(lines.join("\n"));
  return { name: "prompts.jsonl", mimeType: "application/jsonl", buffer };
}
