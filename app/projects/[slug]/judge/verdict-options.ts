import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";

export type VerdictOption = {
  readonly id: string;
  readonly label: string;
  readonly verdict: SidedVerdict;
  readonly strength: number | null;
  /** Values of `KeyboardEvent.key` or `.code` that choose it. */
  readonly keys: readonly string[];
  /** What is printed on the button. */
  readonly keyLabel: string;
};

const strengthWords = [
  ["better"],
  ["slightly better", "much better"],
  ["slightly better", "better", "much better"],
  ["barely better", "slightly better", "better", "significantly better"],
] as const;

/**
 * What the form lets an annotator say, from strongest for A through the middle to strongest for B,
 * which is also the order of the number keys. Numbers are matched by their place on the keyboard as
 * well, because an AZERTY layout types them only with shift.
 */
export function listVerdictOptions(form: JudgmentForm): VerdictOption[] {
  const levels = form.strengthLevels;
  const ascending = Array.from({ length: levels }, (_, index) => index + 1);
  const left = ascending.toReversed().map((level) => sided("left", level, levels));
  const right = ascending.map((level) => sided("right", level, levels));
  return [...left, ...undecided(form), ...right];
}

function sided(side: "left" | "right", level: number, levels: number): VerdictOption {
  const digit = side === "left" ? levels - level + 1 : levels + level;
  const arrow = side === "left" ? "ArrowLeft" : "ArrowRight";
  const hasArrow = level === Math.ceil(levels / 2);
  const arrowLabel = side === "left" ? "←" : "→";
  return {
    id: `${side}-${level}`,
    label: `${side === "left" ? "A" : "B"} is ${strengthWords[levels - 1][level - 1]}`,
    verdict: side,
    strength: levels === 1 ? null : level,
    keys: [`${digit}`, `Digit${digit}`, `Numpad${digit}`, ...(hasArrow ? [arrow] : [])],
    keyLabel: hasArrow ? `${digit} or ${arrowLabel}` : `${digit}`,
  };
}

function undecided(form: JudgmentForm): VerdictOption[] {
  const options: VerdictOption[] = [];
  if (form.hasTie) {
    const keys = ["0", "Digit0", "Numpad0", "ArrowDown", "t", "T"];
    const tie = { id: "tie", label: "Tie", verdict: "tie", strength: null } as const;
    options.push({ ...tie, keys, keyLabel: "T or ↓" });
  }
  if (form.hasBothBad) {
    const bad = { id: "both-bad", label: "Both bad", verdict: "both_bad", strength: null } as const;
    options.push({ ...bad, keys: ["x", "X"], keyLabel: "X" });
  }
  return options;
}

export const skipKeys: readonly string[] = ["s", "S"];
export const undoKeys: readonly string[] = ["z", "Z", "Backspace"];
export const guidelinesKeys: readonly string[] = ["g", "G"];

/** True when a key was pressed as a command: not while typing, not held down, not with a modifier. */
export function isCommand(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  // Arrows and the space bar move within a group of radio buttons; other keys mean nothing there.
  const isChoice = target.matches("input[type=radio], input[type=checkbox]");
  if (isChoice) return !event.key.startsWith("Arrow") && event.key !== " ";
  return (
    target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=menu]") ===
    null
  );
}

export function isKeyAmong(event: KeyboardEvent, keys: readonly string[]): boolean {
  return keys.includes(event.key) || keys.includes(event.code);
}
