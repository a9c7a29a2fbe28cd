import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const themes = ["light", "dark"] as const;
const sizes = [
  { width: 375, height: 740 },
  { width: 1440, height: 900 },
] as const;

/** No violation of what is on the screen now, in both themes, on a phone and on a desk. */
export async function expectAccessible(page: Page): Promise<void> {
  const viewport = page.viewportSize();
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const size of sizes) {
      await page.setViewportSize(size);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html]));
      expect(found, `${page.url()} ${colorScheme} ${size.width}`).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${page.url()} scrolls sideways at ${size.width}`).toBeLessThanOrEqual(0);
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (viewport !== null) await page.setViewportSize(viewport);
}
