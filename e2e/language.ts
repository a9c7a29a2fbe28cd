import { expect, type Page } from "@playwright/test";

const widths = [375, 768, 1440] as const;

/**
 * Words in Latin letters that stay in every language: our name, what a language calls itself, names
 * of keys, of methods and of a time zone, and the form of an address.
 */
const keptWords = /Tiebreak|English|DPO|UTC|Escape|Ctrl|Enter|\S+@example\.org/g;

/** What people read or hear on the page now, without names, code, keys and foreign texts. */
async function readWords(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const apart = ".prose, [data-response], bdi, kbd, code, pre, script, style, [lang]:not(html)";
    const isRead = (element: Element | null) =>
      element !== null && element.closest(apart) === null && element.checkVisibility();
    const words: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (isRead(walker.currentNode.parentElement)) words.push(walker.currentNode.nodeValue ?? "");
    }
    for (const name of ["aria-label", "aria-valuetext", "placeholder", "title", "alt"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        if (isRead(element)) words.push(element.getAttribute(name) ?? "");
      }
    }
    return words.map((text) => text.trim()).filter((text) => text !== "");
  });
}

/** Every word on the page is Arabic, but for names and a few that are the same everywhere. */
export async function expectArabic(page: Page, names: readonly string[]): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", "ar");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  const words = await readWords(page);
  expect(words.join(" "), page.url()).toMatch(/\p{Script=Arabic}/u);
  const foreign = words.filter((text) => {
    const own = names.reduce((rest, name) => rest.replaceAll(name, ""), text);
    return /[A-Za-z]{2}/.test(own.replace(keptWords, ""));
  });
  expect(foreign, `English on ${page.url()}`).toEqual([]);
}

/** The page runs the right way and fits its window on a phone, a tablet and a desk. */
export async function expectFits(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    // Right to left, what juts out does so to the left, where `scrollWidth` counts it as well.
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${page.url()} scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
  }
  if (before !== null) await page.setViewportSize(before);
}
