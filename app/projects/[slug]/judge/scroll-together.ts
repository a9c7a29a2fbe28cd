import { type RefObject, useEffect } from "react";

/**
 * Keeps two panels at the same share of their way; the external system is their scrolling. A panel
 * that was moved by this does not move the other back.
 */
export function useScrollTogether(
  one: RefObject<HTMLElement | null>,
  other: RefObject<HTMLElement | null>,
  isOn: boolean,
): void {
  useEffect(() => {
    const [first, second] = [one.current, other.current];
    if (!isOn || first === null || second === null) return;
    const moved = new WeakMap<HTMLElement, number>();
    const follow = (leader: HTMLElement, follower: HTMLElement) => {
      const expected = moved.get(leader);
      moved.delete(leader);
      if (expected !== undefined && Math.abs(leader.scrollTop - expected) < 2) return;
      const way = leader.scrollHeight - leader.clientHeight;
      if (way <= 0) return;
      const top = (leader.scrollTop / way) * (follower.scrollHeight - follower.clientHeight);
      if (Math.abs(follower.scrollTop - top) < 1) return;
      follower.scrollTop = top;
      moved.set(follower, follower.scrollTop);
    };
    const onFirst = () => follow(first, second);
    const onSecond = () => follow(second, first);
    first.addEventListener("scroll", onFirst, { passive: true });
    second.addEventListener("scroll", onSecond, { passive: true });
    return () => {
      first.removeEventListener("scroll", onFirst);
      second.removeEventListener("scroll", onSecond);
    };
  }, [one, other, isOn]);
}
