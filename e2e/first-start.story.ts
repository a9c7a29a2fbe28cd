import { expect } from "@playwright/test";
import { test } from "./story.ts";

test("a first start answers at the address that it prints, and gives one sign-in link", async ({
  page,
  product,
}) => {
  expect(product.signInLink).toMatch(new RegExp(`^${product.url}/`));
  const response = await page.goto("/");
  expect(response?.status()).toBe(200);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
