const alongColumns = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " "];
const alongLines = ["ArrowLeft", "ArrowRight"];

/**
 * Leaves the scrolling keys to a box that has the focus and can be scrolled by them, where they
 * would otherwise be commands: an arrow in a wide table must not decide the pair. Returns how to
 * stop; the external system is the keyboard.
 */
export function keepScrollKeys(root: HTMLElement): () => void {
  const listener = (event: KeyboardEvent) => {
    if (isForScrolling(event, root)) event.stopPropagation();
  };
  root.addEventListener("keydown", listener);
  return () => root.removeEventListener("keydown", listener);
}

function isForScrolling({ key, target }: KeyboardEvent, root: HTMLElement): boolean {
  const isAlongColumns = alongColumns.includes(key);
  if (!(isAlongColumns || alongLines.includes(key)) || !(target instanceof HTMLElement))
    return false;
  const box = target.closest<HTMLElement>("[tabindex]");
  if (box === null || !root.contains(box) || box !== target) return false;
  const overflow = getComputedStyle(box);
  return isAlongColumns
    ? box.scrollHeight > box.clientHeight && /auto|scroll/.test(overflow.overflowY)
    : box.scrollWidth > box.clientWidth && /auto|scroll/.test(overflow.overflowX);
}
