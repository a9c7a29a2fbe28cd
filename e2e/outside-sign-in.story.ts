import { test as base, expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { client, type FakeIssuer, startFakeIssuer } from "./fake-issuer.ts";
import { makeDataFolder, type Product, removeDataFolder, startProduct } from "./product.ts";

const test = base;
test.describe.configure({ mode: "serial" });

let issuer: FakeIssuer;
let product: Product;
let dataFolder: string;
let manager: Page;

test.beforeAll(async ({ browser }) => {
  issuer = await startFakeIssuer();
  dataFolder = await makeDataFolder();
  product = await startProduct(dataFolder, {
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: client.id,
    OIDC_CLIENT_SECRET: client.secret,
    OIDC_NAME: "Clubhouse",
  });
  const context = await browser.newContext({ baseURL: product.url });
  manager = await context.newPage();
  await manager.goto(product.signInLink ?? "");
  await manager.getByRole("button", { name: "Sign in" }).click();
  await expect(manager.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
});

test.afterAll(async () => {
  await manager.context().close();
  await product.stop();
  await removeDataFolder(dataFolder);
  await issuer.close();
});

test.beforeEach(async ({ context }) => {
  await context.clearCookies();
});

test("somebody without an invite is told so, and gets no account", async ({ page }) => {
  issuer.person = { sub: "ann", email: "ann@example.org", email_verified: true, name: "Ann" };
  await page.goto(`${product.url}/sign-in`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continue with Clubhouse" }).click();
  await expect(page.getByText("There is no account for you yet.")).toBeVisible();
  await expectAccessible(page);
  await page.goto(product.url);
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
});

test("with an invite one joins through the provider, and comes back as the same user", async ({
  page,
}) => {
  issuer.person = { sub: "ann", email: "Ann@Example.org", email_verified: true, name: "Ann" };
  await page.goto(await createInvite());
  await page.getByRole("button", { name: "Continue with Clubhouse" }).click();
  await expect(page.getByText("You are a member already.")).toBeVisible();
  await page.getByRole("link", { name: "Go to the project" }).click();
  await page.waitForURL("**/projects/demo/judge");

  await page.context().clearCookies();
  await page.goto(`${product.url}/sign-in?next=/account`);
  await page.getByRole("button", { name: "Continue with Clubhouse" }).click();
  await page.waitForURL("**/account");
  await expect(page.getByText("ann@example.org")).toBeVisible();
  await expect(page.getByText("Verified")).toBeVisible();
  await expect(page.getByText("Clubhouse · connected")).toBeVisible();
  await expectAccessible(page);
});

test("an account made under somebody's address is theirs once they prove it", async ({
  page,
  browser,
}) => {
  const context = await browser.newContext({ baseURL: product.url });
  const squatter = await context.newPage();
  await squatter.goto(await createInvite());
  await squatter.getByLabel("Name").fill("Squatter");
  await squatter.getByLabel("E-mail").fill("bob@example.org");
  await squatter.getByLabel("Password").fill("a long enough one");
  await squatter.getByRole("button", { name: "Create account and join" }).click();
  await squatter.waitForURL("**/projects/demo/judge");

  issuer.person = { sub: "bob", email: "bob@example.org", email_verified: true, name: "Bob" };
  await page.goto(`${product.url}/sign-in?next=/account`);
  await page.getByRole("button", { name: "Continue with Clubhouse" }).click();
  await page.waitForURL("**/account");
  await expect(page.getByRole("button", { name: "Set password" })).toBeVisible();

  await squatter.goto("/account");
  await expect(squatter.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await squatter.getByLabel("E-mail").fill("bob@example.org");
  await squatter.getByLabel("Password").fill("a long enough one");
  await squatter.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(squatter.getByText("do not belong together")).toBeVisible();
  await context.close();
});

test("an address that the provider has not verified opens nobody's account", async ({ page }) => {
  issuer.person = { sub: "mallory", email: "ann@example.org", email_verified: false };
  await page.goto(`${product.url}/sign-in`);
  await page.getByRole("button", { name: "Continue with Clubhouse" }).click();
  await expect(page.getByText("has not verified your e-mail address")).toBeVisible();
});

test("while signed in one connects an outside account under another address", async () => {
  issuer.person = { sub: "admin", email: "somebody@example.org", email_verified: true };
  await manager.goto("/account");
  await manager.getByRole("button", { name: "Connect" }).click();
  await expect(manager.getByText("Clubhouse · connected")).toBeVisible();
  await manager.getByRole("button", { name: "Disconnect" }).click();
  await expect(manager.getByText("This is your only way to sign in.")).toBeVisible();
});

test("an answer that nobody here asked for signs nobody in", async ({ page }) => {
  await page.goto(`${product.url}/api/auth/callback/oidc?code=stolen&state=forged`);
  await expect(page.getByText("Signing in did not work.")).toBeVisible();
  await page.goto(`${product.url}/account`);
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});

async function createInvite(): Promise<string> {
  await manager.goto("/projects/demo/members");
  await manager.getByRole("button", { name: "New invite link" }).click();
  await manager.getByRole("button", { name: "Create link" }).click();
  return await manager.getByRole("textbox", { name: "Invite link" }).inputValue();
}
