import fc from "fast-check";
import { expect, test } from "vitest";
import { createTurn, type Turn, type TurnChannel } from "./turn.ts";

type Tab = { readonly turn: Turn; isMine: boolean; free: number; drafts: number };

/** Tabs of one browser, whose messages wait until they are delivered. */
function createBrowser() {
  const ends: TurnChannel[] = [];
  const mail: { to: TurnChannel; data: unknown }[] = [];
  function openTab(): Tab {
    const channel: TurnChannel = {
      onmessage: null,
      postMessage: (data) => {
        for (const to of ends) if (to !== channel) mail.push({ to, data });
      },
      close: () => {},
    };
    ends.push(channel);
    const tab: Tab = { isMine: false, free: 0, drafts: 0 } as Tab;
    const events = {
      onLost: () => {
        tab.isMine = false;
      },
      onFree: () => {
        tab.free += 1;
      },
      onDrafts: () => {
        tab.drafts += 1;
      },
    };
    return Object.assign(tab, { turn: createTurn(channel, events) });
  }
  function deliver(): void {
    for (let next = mail.shift(); next !== undefined; next = mail.shift()) {
      next.to.onmessage?.({ data: next.data } as never);
    }
  }
  return { openTab, deliver };
}

function claim(tab: Tab): void {
  tab.isMine = true;
  tab.turn.claim();
}

test("whatever tabs claim at the same moment, exactly one of them judges afterwards", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 12 }), (claims) => {
      const browser = createBrowser();
      const tabs = Array.from({ length: 4 }, browser.openTab);
      for (const index of claims) claim(tabs[index] as Tab);
      browser.deliver();
      expect(tabs.filter((tab) => tab.isMine)).toHaveLength(1);
    }),
  );
});

test("the tab that is closed frees the turn for those that wait", () => {
  const browser = createBrowser();
  const [first, second] = [browser.openTab(), browser.openTab()];
  claim(first);
  browser.deliver();
  first.turn.release();
  browser.deliver();
  expect(second.free).toBe(1);
  expect(first.free).toBe(0);
});

test("only the tab whose turn it is hears of drafts", () => {
  const browser = createBrowser();
  const [first, second, third] = [browser.openTab(), browser.openTab(), browser.openTab()];
  claim(first);
  browser.deliver();
  claim(second);
  browser.deliver();
  first.turn.announceDrafts();
  browser.deliver();
  expect([first.drafts, second.drafts, third.drafts]).toEqual([0, 1, 0]);
});
