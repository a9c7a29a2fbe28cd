import { type RefObject, useEffect } from "react";

/** By these a person takes a panel in hand. */
const takings = ["pointerdown", "wheel", "touchstart", "keydown", "focusin"] as const;

/**
 * Keeps two panels at the same share of their way; the external system is their scrolling. The one
 * that a person took in hand last leads: the other's movements are its echo, and an echo of an echo
 * would stop a scroll that is still under way.
 */
export function useScrollTogether(
  one: RefObject<HTMLElement | null>,
  other: RefObject<HTMLElement | null>,
  isOn: boolean,
): void {
  useEffect(() => {
    const [first, second] = [one.current, other.current];
    if (!isOn || first === null || second === null) return;
    const until = new AbortController();
    const options = { passive: true, signal: until.signal };
    let leader: HTMLElement | null = null;
    for (const [panel, follower] of [
      [first, second],
      [second, first],
    ] as const) {
      for (const taking of takings) {
        panel.addEventListener(taking, () => (leader = panel), options);
      }
      panel.addEventListener("scroll", () => leader === panel && follow(panel, follower), options);
    }
    return () => until.abort();
  }, [one, other, isOn]);
}

function follow(leader: HTMLElement, follower: HTMLElement): void {
  const way = leader.scrollHeight - leader.clientHeight;
  if (way <= 0) return;
  follower.scrollTop = (leader.scrollTop / way) * (follower.scrollHeight - follower.clientHeight);
}
