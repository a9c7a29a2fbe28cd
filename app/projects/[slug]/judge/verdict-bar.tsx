"use client";

import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { classNames } from "#app/components/class-names.ts";
import { type SaidVerdict, useVerdictWords } from "./answers/verdict-words.ts";
import type { SkipReason } from "./judge-api.ts";
import { ActionKey } from "./key.tsx";
import { SkipMenu } from "./skip-menu.tsx";
import type { VerdictOption } from "./verdict-options.ts";

type VerdictBarProps = {
  readonly options: readonly VerdictOption[];
  readonly strengthLevels: number;
  readonly isEnabled: boolean;
  onChoose(option: VerdictOption): void;
  onSkip(reason: SkipReason): void;
  onUndo(): void;
  /** Where the form asks for more, a verdict is chosen first and submitted afterwards. */
  readonly chosen?: Partial<Record<keyof SaidVerdict, unknown>>;
  onSubmit?(): void;
};

/** Always in reach: one press decides and advances. Keys are printed where there is a keyboard. */
export function VerdictBar(props: VerdictBarProps) {
  const { isEnabled, onSkip, onUndo, onSubmit } = props;
  const translate = useTranslations("form");
  const actions = useTranslations("judge.action");
  return (
    <section
      aria-label={translate("verdict")}
      className="sticky bottom-0 z-10 -mx-5 border-t border-line bg-paper/95 px-5 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] backdrop-blur"
    >
      <VerdictButtons {...props} />
      <div className="mx-auto mt-2 flex max-w-5xl items-center justify-between gap-2">
        <Button variant="quiet" size="small" onClick={onUndo}>
          {actions("undo")} <ActionKey action="undo" />
        </Button>
        <div className="flex items-center gap-2">
          <SkipMenu isEnabled={isEnabled} onSkip={onSkip} />
          {onSubmit !== undefined && (
            <Button variant="primary" disabled={!isEnabled} onClick={onSubmit}>
              {translate("submit")} <ActionKey action="submit" />
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}

export type VerdictButtonsProps = Pick<
  VerdictBarProps,
  "options" | "strengthLevels" | "isEnabled" | "onChoose" | "chosen"
>;

/**
 * From strongest for A through the middle to strongest for B in one row; where that is too narrow,
 * A and B stand in columns with the strongest on top and what is even below.
 */
export function VerdictButtons(props: VerdictButtonsProps) {
  const { options, strengthLevels } = props;
  const isGraded = strengthLevels > 1;
  return (
    <div
      className={classNames(
        "mx-auto grid w-full gap-1.5 sm:gap-2",
        isGraded
          ? "max-w-6xl grid-cols-2 lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none"
          : "max-w-5xl auto-cols-fr grid-flow-col",
      )}
    >
      {options.map((option) => (
        <VerdictButton key={option.id} {...props} option={option} isGraded={isGraded} />
      ))}
    </div>
  );
}

/** Places in the two columns, from top to bottom, for up to four levels; what is even comes last. */
const places = [
  ...["max-lg:order-1", "max-lg:order-2", "max-lg:order-3", "max-lg:order-4"],
  ...["max-lg:order-5", "max-lg:order-6", "max-lg:order-7", "max-lg:order-8"],
] as const;

type VerdictButtonProps = VerdictButtonsProps & {
  readonly option: VerdictOption;
  readonly isGraded: boolean;
};

function VerdictButton(props: VerdictButtonProps) {
  const { option, options, strengthLevels, isGraded, isEnabled, chosen, onChoose } = props;
  const verdictWords = useVerdictWords(strengthLevels);
  const { verdict, strength } = option;
  const isChosen = chosen?.verdict === verdict && chosen.strength === strength;
  const isSide = verdict === "left" || verdict === "right";
  const isOnlyEven = !isSide && options.length % 2 === 1;
  const place = (strengthLevels - (strength ?? 1)) * 2 + (verdict === "right" ? 1 : 0);
  return (
    <Button
      variant={chosen === undefined && isSide ? "primary" : "secondary"}
      disabled={!isEnabled}
      aria-pressed={chosen === undefined ? undefined : isChosen}
      onClick={() => onChoose(option)}
      className={classNames(
        "min-w-0 flex-col gap-0 px-2",
        isGraded
          ? "min-h-10 py-1 text-[0.8125rem] leading-tight max-lg:flex-row max-lg:gap-2 lg:min-h-12"
          : "min-h-12 sm:min-w-32",
        isGraded && (isSide ? places[place] : "max-lg:order-9"),
        isGraded && isOnlyEven && "max-lg:col-span-2",
        isChosen && "border-accent bg-accent-soft font-semibold ring-1 ring-accent ring-inset",
      )}
    >
      <span>{verdictWords(option)}</span>
      <ActionKey action={option.id} />
    </Button>
  );
}
