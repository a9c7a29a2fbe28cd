/** True when a key was pressed as a command: not while typing, not held down, not with a modifier. */
export function isCommand(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.getModifierState("AltGraph") || isOverlayOpen()) return false;
  return !(event.target instanceof Element) || !isTaken(event.target, event.key);
}

/** Ctrl or ⌘ with Enter, which sends from inside a text field, too. */
export function isSubmitWhileTyping(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.isComposing || isOverlayOpen()) return false;
  return event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey;
}

/** Escape in a text field gives the keys back to the screen. */
export function isLeavingField(
  event: KeyboardEvent,
): event is KeyboardEvent & { readonly target: HTMLElement } {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return false;
  return event.target instanceof HTMLElement && isTypingTarget(event.target) && !isOverlayOpen();
}

/** A text field, where every key is text. */
function isTypingTarget(target: Element): boolean {
  if (target.closest("textarea, select, [contenteditable]:not([contenteditable=false])") !== null) {
    return true;
  }
  return target instanceof HTMLInputElement && !pressedInputs.includes(target.type);
}

const pressedInputs: readonly string[] = [
  ...["checkbox", "radio", "range", "button", "submit", "reset", "color", "file"],
];

const arrows: readonly string[] = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

/** Whether the element that has the focus uses this key itself. */
function isTaken(target: Element, key: string): boolean {
  if (isTypingTarget(target)) return true;
  if (key === " ") return target !== document.body;
  if (key === "Enter") return target.closest("button, a, summary, [role=button]") !== null;
  if (!arrows.includes(key)) return false;
  if (target.matches("input[type=radio], input[type=range]")) return true;
  return target !== document.body && target.scrollWidth > target.clientWidth + 1;
}

/** A dialog or a menu has the keyboard to itself, wherever the focus may be. */
function isOverlayOpen(): boolean {
  const overlays = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox], dialog[open]";
  return document.querySelector(overlays) !== null;
}
