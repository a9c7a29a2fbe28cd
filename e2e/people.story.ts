import { type BrowserContext, expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { test } from "./story.ts";
import { holdCode } from "./support.ts";

test.describe.configure({ mode: "serial" });
test.use({ allowedConsoleErrors: [/status of (401|403|404|429)/] });

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

/** The administrator's and Ann's sessions, carried from story to story. */
let administrator: Cookies = [];
let ann: Cookies = [];

const person = { email: "ann@example.org", password: "correct horse battery" };

test("the link of a first start signs in once, by its button and not by a preview", async ({
  page,
  product,
  request,
  openBrowserOfAnother,
}) => {
  const link = product.signInLink ?? "";
  expect((await request.get(link)).status()).toBe(200);
  await page.goto(link);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
  administrator = await page.context().cookies();
  expect(administrator.find((cookie) => cookie.name === "tiebreak.session")).toMatchObject({
    httpOnly: true,
    sameSite: "Lax",
  });

  const late = await openBrowserOfAnother();
  expect((await late.goto(link))?.status()).toBe(403);
  await expect(late.getByText("has been used already")).toBeVisible();
  await expectAccessible(late);
});

test("an unknown sign-in link and an unknown page say so with 404", async ({ page }) => {
  expect((await page.goto("/sign-in/link/nonsense"))?.status()).toBe(404);
  await expect(page.getByText("There is no such sign-in link")).toBeVisible();
  expect((await page.goto("/nothing"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: "Nothing is here" })).toBeVisible();
  await expectAccessible(page);
});

test("an invite becomes a local account and a membership", async ({
  page,
  openBrowserOfAnother,
}) => {
  await page.context().addCookies(administrator);
  const invite = await createInvite(page);
  const browser = await openBrowserOfAnother();
  await browser.goto(invite);
  await expect(browser.getByRole("heading", { level: 1 })).toContainText("Demo");
  await expect(browser.getByText("As annotator you can judge pairs of responses.")).toBeVisible();
  await expectAccessible(browser);

  await browser.getByLabel("Name").fill("Ann");
  await browser.getByLabel("E-mail").fill(person.email);
  await browser.getByLabel("Password").fill("short");
  await browser.getByRole("button", { name: "Create account and join" }).click();
  await expect(browser.getByText("Use at least 10 characters.")).toBeVisible();
  await browser.getByLabel("Password").fill(person.password);
  await browser.getByRole("button", { name: "Create account and join" }).click();
  await browser.waitForURL("**/projects/demo/judge");
  const navigation = browser.getByRole("navigation", { name: "Project" });
  await expect(navigation.getByRole("link")).toHaveText(["Judge", "My judgments", "Leaderboard"]);
  ann = await browser.context().cookies();

  await page.reload();
  const row = page.getByRole("row").filter({ hasText: person.email });
  await expect(row.getByRole("combobox")).toHaveValue("annotator");
  await expect(page.getByRole("table", { name: "Invite links" })).toContainText("Used up");
  await expectAccessible(page);
});

test("an annotator is kept from the manager's pages by the right status", async ({ page }) => {
  await page.context().addCookies(ann);
  for (const path of ["members", "settings"]) {
    expect((await page.goto(`/projects/demo/${path}`))?.status()).toBe(403);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Not for your role");
  }
  await expectAccessible(page);
});

test("an invite that is used up or unknown says so, and joins nobody", async ({
  page,
  openBrowserOfAnother,
}) => {
  await page.context().addCookies(administrator);
  const invite = await createInvite(page);
  const revoke = page.getByRole("button", { name: /^Revoke/ });
  await revoke.first().click();
  await expect(page.getByText("The invite link no longer works.")).toBeVisible();
  const browser = await openBrowserOfAnother();
  expect((await browser.goto(invite))?.status()).toBe(403);
  await expect(browser.getByText("This invite has been withdrawn.")).toBeVisible();
  expect((await browser.goto("/invite/nonsense"))?.status()).toBe(404);
  await expect(browser.getByText("There is no such invite.")).toBeVisible();
});

test("a removed annotator learns of it at the next key and finds no project", async ({
  page,
  openBrowserOfAnother,
}) => {
  const browser = await openBrowserOfAnother();
  await browser.context().addCookies(ann);
  await browser.goto("/projects/demo/judge");
  await expect(browser.getByRole("button", { name: /A is better/ })).toBeEnabled();

  await page.context().addCookies(administrator);
  await page.goto("/projects/demo/members");
  await page.getByRole("button", { name: "Remove Ann" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("row").filter({ hasText: person.email })).toHaveCount(0);

  await browser.waitForTimeout(200);
  await browser.keyboard.press("1");
  await expect(browser.getByText(/not a member of/)).toBeVisible();
  expect((await browser.goto("/projects/demo/judge"))?.status()).toBe(404);
  await expect(browser.getByText(/not a member of it any more/)).toBeVisible();
  await expectAccessible(browser);
  await browser.goto("/");
  await expect(browser.getByText("You are not in a project yet")).toBeVisible();
  await expectAccessible(browser);
});

test("somebody who has an account joins with it by pressing a button", async ({
  page,
  openBrowserOfAnother,
}) => {
  await page.context().addCookies(administrator);
  const invite = await createInvite(page);
  const browser = await openBrowserOfAnother();
  await browser.goto(invite);
  await browser.getByRole("link", { name: "Sign in to join" }).click();
  await expect(browser.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await browser.getByLabel("E-mail").fill(person.email);
  await browser.getByLabel("Password").fill(person.password);
  await browser.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(browser.getByText("You join as Ann.")).toBeVisible();
  await expectAccessible(browser);
  await browser.getByRole("button", { name: "Join the project" }).click();
  await browser.waitForURL("**/projects/demo/judge");
});

test("HTML in names and descriptions is shown as text and never runs", async ({ page }) => {
  const attack = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
  await page.context().addCookies(administrator);
  await page.goto("/account");
  await page.getByLabel("Name").fill(attack.slice(0, 80));
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("Profile saved.")).toBeVisible();
  await page.goto("/");
  await page.getByRole("button", { name: "New project" }).click();
  await expectAccessible(page);
  await page.getByLabel("Name").fill(attack.slice(0, 90));
  await page.getByLabel("Description").fill(attack);
  await page.getByRole("button", { name: "Create project" }).click();
  await page.waitForURL("**/projects/img-src-x-*/judge");
  const slug = new URL(page.url()).pathname.split("/").at(2);
  for (const path of ["/", "/account", `/projects/${slug}/members`, `/projects/${slug}/settings`]) {
    await page.goto(path);
    await expect(page.locator("body")).toContainText("<img src=x onerror=");
    await expect(page.locator("img")).toHaveCount(0);
    expect(await page.title()).not.toBe("owned");
  }
  await page.goto(`/projects/${slug}/settings`);
  await page.getByLabel("Text, as Markdown").fill(`${attack}\n\n[x](javascript:alert(1))`);
  await page.getByRole("radio", { name: "Preview" }).check();
  await expect(page.locator(".prose")).toContainText("<img src=x onerror=");
  await expect(page.locator(".prose a, .prose img, .prose script")).toHaveCount(0);
});

test.describe("an attack that got onto a page", () => {
  test.use({ allowedConsoleErrors: [/Executing inline event handler violates/] });

  test("the policy lets no script run that the server did not write", async ({ page }) => {
    const response = await page.goto("/sign-in");
    const policy = response?.headers()["content-security-policy"] ?? "";
    const scripts = policy.split("; ").find((rule) => rule.startsWith("script-src"));
    expect(scripts).toMatch(/^script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic'$/);
    await page.evaluate(() => {
      const script = document.createElement("div");
      script.innerHTML = `<img src="data:," onerror="document.title='owned'">`;
      document.body.append(script);
    });
    await page.waitForTimeout(200);
    expect(await page.title()).not.toBe("owned");
  });
});

test("a theme that was chosen is rendered by the server, so nothing flashes", async ({ page }) => {
  await page.context().addCookies(administrator);
  await page.goto("/account");
  await expectAccessible(page);
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const html = await (await page.request.get("/account")).text();
  expect(html).toMatch(/<html[^>]* data-theme="dark"/);
  await page.reload();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  await page.getByRole("radio", { name: "System" }).check();
  await page.reload();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
});

test("settings are kept, and what cannot be kept is said at its field", async ({ page }) => {
  await page.context().addCookies(administrator);
  await page.goto("/projects/demo/settings");
  await expectAccessible(page);
  await page.getByLabel("Active (%)").fill("90");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("add up to 100 %")).toBeVisible();
  await page.getByLabel("Control (%)").fill("-10");
  await page.getByLabel("Gold (%)").fill("6");
  await page.getByLabel("Repeats (%)").fill("4");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("add up to 100 %")).toBeVisible();
  await page.getByLabel("Active (%)").fill("80");
  await page.getByLabel("Control (%)").fill("0");
  await page.getByRole("radio", { name: "Closest calls" }).check();
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Settings saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Active (%)")).toHaveValue("80");
  await expect(page.getByLabel("Gold (%)")).toHaveValue("6");
  await expect(page.getByRole("radio", { name: "Closest calls" })).toBeChecked();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("The project is paused.")).toBeVisible();
  await page.getByRole("button", { name: "Open again" }).click();
  await expect(page.getByText("The project is open.")).toBeVisible();
});

test("wrong passwords are told apart from none, and too many have to wait", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("nobody@example.org");
  await page.getByLabel("Password").fill("wrong");
  const press = () => page.getByRole("button", { name: "Sign in", exact: true }).click();
  const answered = () => page.waitForResponse("**/api/auth/callback/password");
  for (let count = 0; count < 10; count += 1) {
    const [response] = await Promise.all([answered(), press()]);
    expect(response.status()).toBe(401);
  }
  await expect(page.getByText("do not belong together")).toBeVisible();
  const [refusal] = await Promise.all([answered(), press()]);
  expect(refusal.status()).toBe(429);
  expect(Number(refusal.headers()["retry-after"])).toBeGreaterThan(60);
  await expect(page.getByText(/Too many attempts. Try again in \d+ minutes./)).toBeVisible();
  await expectAccessible(page);
});

test("a password that is sent before the page's code has come stays out of the address", async ({
  page,
}) => {
  await signIn(page, person.password);
  const sendCode = await holdCode(page);
  await page.goto("/account", { waitUntil: "commit" });
  await page.getByLabel("Current password").fill(person.password);
  await page.getByLabel("New password").fill("another long password");
  const sending = page.waitForRequest((request) => request.isNavigationRequest());
  await page.getByRole("button", { name: "Change password" }).click({ noWaitAfter: true });
  const sent = await sending;
  expect(sent.method()).toBe("POST");
  expect(new URL(sent.url()).search).toBe("");
  await sendCode();
});

test("a new password ends the session in every other browser", async ({
  page,
  openBrowserOfAnother,
}) => {
  const other = await openBrowserOfAnother();
  for (const browser of [page, other]) await signIn(browser, person.password);
  await page.goto("/account");
  await page.getByLabel("Current password").fill(person.password);
  await page.getByLabel("New password").fill("another long password");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password set.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  await other.reload();
  await expect(other.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/");
  await expect(page.getByRole("heading", { level: 1, name: /Which answer/ })).toBeVisible();
  await expectAccessible(page);
});

async function signIn(page: Page, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
}

/** Makes an invite for one annotator of the demo project, as a manager does. */
async function createInvite(page: Page): Promise<string> {
  await page.goto("/projects/demo/members");
  await page.getByRole("button", { name: "New invite link" }).click();
  await page.getByRole("button", { name: "Create link" }).click();
  const invite = await page.getByRole("textbox", { name: "Invite link" }).inputValue();
  await page.getByRole("button", { name: "Done" }).click();
  return invite;
}
