/** Moves the focus to a response of the pair on the screen, and the response into view. */
export function focusResponse(name: "A" | "B"): void {
  const shown = document.querySelector<HTMLElement>(
    `[data-pair]:not([hidden]) [data-response="${name}"]`,
  );
  if (shown === null) return;
  if (!shown.hasAttribute("tabindex")) shown.tabIndex = -1;
  shown.focus();
}
