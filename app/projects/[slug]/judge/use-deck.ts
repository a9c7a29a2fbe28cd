import { type RefObject, useEffect, useRef, useState } from "react";

type Side = 0 | 1;

type DeckOptions = {
  readonly deck: RefObject<HTMLElement | null>;
  readonly panels: readonly [RefObject<HTMLElement | null>, RefObject<HTMLElement | null>];
  readonly isOn: boolean;
};

/**
 * Two panels of which one is in sight. The browser does the swiping; this follows it: which panel
 * it is, how high the deck must be for it, and where in it the reader was. The external systems are
 * the deck's scrolling and the panels' sizes.
 */
export function useDeck({ deck, panels, isOn }: DeckOptions) {
  const [first, second] = panels;
  const [shown, setShown] = useState<Side>(0);
  const tops = useRef<[number | null, number | null]>([null, null]);

  useEffect(() => {
    const box = deck.current;
    if (!isOn || box === null) return;
    const follow = () => {
      const isSecond = Math.abs(box.scrollLeft) > (box.scrollWidth - box.clientWidth) / 2;
      setShown(isSecond && box.scrollWidth > box.clientWidth ? 1 : 0);
    };
    box.addEventListener("scroll", follow, { passive: true });
    return () => box.removeEventListener("scroll", follow);
  }, [deck, isOn]);

  useEffect(() => {
    const panel = (shown === 0 ? first : second).current;
    const box = deck.current;
    if (!isOn || panel === null || box === null) return;
    const fitHeight = () => box.style.setProperty("--deck-height", `${panel.offsetHeight}px`);
    fitHeight();
    const observer = new ResizeObserver(fitHeight);
    observer.observe(panel);
    return () => observer.disconnect();
  }, [deck, first, second, shown, isOn]);

  useEffect(() => {
    const box = deck.current;
    const kept = tops.current;
    if (!isOn || box === null) return;
    returnTo(box, kept[shown]);
    return () => {
      kept[shown] = box.getBoundingClientRect().top;
    };
  }, [deck, shown, isOn]);

  return {
    shown,
    show(side: Side) {
      const panel = panels[side].current;
      if (deck.current === null || panel === null) return;
      const way = panel.getBoundingClientRect().left - deck.current.getBoundingClientRect().left;
      deck.current.scrollBy({ left: way });
    },
  };
}

/** Room for the buttons that stay at the top. */
const headPx = 60;

/** Scrolls the page to where this panel was left, or to its beginning when that is out of sight. */
function returnTo(box: HTMLElement, top: number | null): void {
  const now = box.getBoundingClientRect().top;
  if (now >= 0) return;
  window.scrollBy({ top: now - (top !== null && top < 0 ? top : headPx), behavior: "instant" });
}
