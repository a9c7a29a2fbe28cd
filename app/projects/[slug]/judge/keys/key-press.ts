/** What of a keyboard event says which key it was. */
export type KeyPress = Pick<KeyboardEvent, "key" | "code" | "shiftKey">;

/** Keys that the browser, the page or the operating system needs; no action may have them. */
const reservedKeys: readonly string[] = [
  ...["Tab", "Escape", "Enter", " ", "ContextMenu", "PrintScreen", "Pause"],
  ...["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"],
  ...["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock", "ScrollLock", "Fn"],
  ...["Dead", "Process", "Unidentified", "Compose"],
];

export function isReservedKey(key: string): boolean {
  return reservedKeys.includes(key) || /^F\d+$/.test(key) || key.length > 20;
}

/** A key as it is kept: letters in lower case, so that Caps Lock changes nothing. */
export function characterOf(press: KeyPress): string | null {
  if (press.key.length > 1) return press.shiftKey ? null : press.key;
  return press.key.toLowerCase();
}

/**
 * The key by its place on the keyboard, where its character does not help: digits, which an AZERTY
 * layout types only with shift, and letters on a layout that types no Latin ones.
 */
export function placeOf(press: KeyPress): string | null {
  if (press.shiftKey) return null;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
  if (digit !== undefined) return digit;
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  if (letter === undefined || !isForeignLetter(press.key)) return null;
  return letter.toLowerCase();
}

/** A letter of a script other than Latin. */
function isForeignLetter(key: string): boolean {
  return /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
}

const glyphs: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  Backspace: "⌫",
  Delete: "⌦",
  Enter: "↵",
};

/** What is printed on a button for a key. */
export function glyphOf(key: string): string {
  return glyphs[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}
