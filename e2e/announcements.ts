import { expect, type Page } from "@playwright/test";

/**
 * Notes what a screen reader would say by itself: where the focus goes, and what changes in a live
 * region. Chromium speaks to no screen reader here, so the same two sources are read directly.
 */
export async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const live = "[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]";
    const spoken = new WeakMap<Element, string>();
    const say = (text: string) => {
      const words = text.replace(/\s+/g, " ").trim();
      if (words !== "" && heard.at(-1) !== words) heard.push(words);
    };
    const observer = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest(live);
        for (const found of region ? [region] : (element?.querySelectorAll(live) ?? [])) {
          const text = found.textContent ?? "";
          if (spoken.get(found) === text) continue;
          spoken.set(found, text);
          say(text);
        }
      }
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    document.addEventListener("focusin", ({ target }) => {
      if (!(target instanceof HTMLElement)) return;
      say(target.getAttribute("aria-label") ?? target.textContent ?? "");
    });
  });
}

/** Waits until something was said, and forgets all that was said up to now. */
export async function expectHeard(page: Page, words: string | RegExp): Promise<void> {
  const heard = () => page.evaluate((): string[] => Reflect.get(window, "heard"));
  await expect
    .poll(async () => {
      const all = await heard();
      const isHeard = all.some((text) =>
        typeof words === "string" ? text === words : words.test(text),
      );
      return isHeard ? words : all;
    })
    .toEqual(words);
  await page.evaluate(() => Reflect.get(window, "heard").splice(0));
}
