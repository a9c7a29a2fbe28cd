import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import type { SidedVerdict } from "#server/contracts/vocabulary.ts";
import type { KeyMap } from "./keys/key-map.ts";

export type VerdictOption = {
  /** Names the option and its keys; the scale is a part of it, so that each scale has its own. */
  readonly id: string;
  readonly verdict: SidedVerdict;
  readonly strength: number | null;
  /** Its keys unless a person has changed them, the one to print first. */
  readonly keys: readonly string[];
};

type Direction = "ltr" | "rtl";

/**
 * What the form lets an annotator say, from strongest for A through the middle to strongest for B,
 * which is also the order of the number keys. The arrows point at the response that they choose.
 */
export function listVerdictOptions(form: JudgmentForm, direction: Direction): VerdictOption[] {
  const levels = form.strengthLevels;
  const ascending = Array.from({ length: levels }, (_, index) => index + 1);
  const scale = { levels, direction };
  const left = ascending.toReversed().map((level) => sided("left", level, scale));
  const right = ascending.map((level) => sided("right", level, scale));
  return [...left, ...undecided(form), ...right];
}

/** The keys of the options, for the map of all keys. */
export function verdictActions(options: readonly VerdictOption[]): KeyMap {
  return options.map(({ id, keys }) => ({ id, keys }));
}

function sided(
  side: "left" | "right",
  level: number,
  scale: { readonly levels: number; readonly direction: Direction },
): VerdictOption {
  const { levels, direction } = scale;
  const digit = side === "left" ? levels - level + 1 : levels + level;
  const arrow = (side === "left") === (direction === "ltr") ? "ArrowLeft" : "ArrowRight";
  return {
    id: `${side}-${level}-of-${levels}`,
    verdict: side,
    strength: levels === 1 ? null : level,
    keys: [`${digit}`, ...(level === Math.ceil(levels / 2) ? [arrow] : [])],
  };
}

function undecided(form: JudgmentForm): VerdictOption[] {
  const tie = { id: "tie", verdict: "tie", strength: null, keys: ["t", "0"] } as const;
  const bothBad = { id: "bothBad", verdict: "both_bad", strength: null, keys: ["x"] } as const;
  return [...(form.hasTie ? [tie] : []), ...(form.hasBothBad ? [bothBad] : [])];
}
