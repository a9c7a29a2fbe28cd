"use client";

import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { classNames } from "#app/components/class-names.ts";
import type { SkipReason } from "./judge-api.ts";
import { ActionKey } from "./key.tsx";
import { SkipMenu } from "./skip-menu.tsx";
import { useVerdictWords } from "./use-verdict-words.ts";
import type { VerdictOption } from "./verdict-options.ts";

type VerdictBarProps = {
  readonly options: readonly VerdictOption[];
  readonly isEnabled: boolean;
  /** The option that is chosen and not yet submitted, where the form asks for more. */
  readonly chosen: VerdictOption | null;
  onChoose(option: VerdictOption): void;
  onSkip(reason: SkipReason): void;
  onUndo(): void;
  /** Null where choosing a verdict submits it. */
  readonly onSubmit: (() => void) | null;
};

/** Always in reach: one press decides and advances. Keys are printed where there is a keyboard. */
export function VerdictBar(props: VerdictBarProps) {
  const { options, isEnabled, chosen, onSkip, onUndo, onSubmit } = props;
  const translate = useTranslations("judge");
  return (
    <section
      aria-label={translate("verdictBar")}
      className="sticky bottom-0 z-10 -mx-5 border-t border-line bg-paper/95 px-5 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] backdrop-blur"
    >
      <VerdictButtons {...props} />
      <div className="mx-auto mt-2 flex max-w-5xl items-center justify-between gap-2">
        <Button variant="quiet" size="small" onClick={onUndo}>
          {translate("action.undo")} <ActionKey action="undo" />
        </Button>
        {onSubmit !== null && options.length > 0 && (
          <Button variant="primary" disabled={!isEnabled || chosen === null} onClick={onSubmit}>
            {translate("action.submit")} <ActionKey action="submit" />
          </Button>
        )}
        <SkipMenu isEnabled={isEnabled} onSkip={onSkip} />
      </div>
    </section>
  );
}

function VerdictButtons({ options, isEnabled, chosen, onChoose, onSubmit }: VerdictBarProps) {
  const words = useVerdictWords();
  const isGraded = options.length > 4;
  return (
    <div
      className={classNames(
        "mx-auto grid max-w-5xl gap-2",
        isGraded
          ? "grid-cols-2 sm:flex sm:flex-wrap sm:justify-center"
          : "grid-flow-col auto-cols-fr",
      )}
    >
      {options.map((option) => (
        <Button
          key={option.id}
          variant={isProminent(option, chosen) ? "primary" : "secondary"}
          disabled={!isEnabled}
          aria-pressed={onSubmit === null ? undefined : option === chosen}
          onClick={() => onChoose(option)}
          className="min-h-12 flex-col gap-0 px-2 sm:min-w-32"
        >
          <span>{words(option)}</span>
          <ActionKey action={option.id} />
        </Button>
      ))}
    </div>
  );
}

/** Both sides alike until one option is chosen. */
function isProminent(option: VerdictOption, chosen: VerdictOption | null): boolean {
  if (chosen !== null) return option === chosen;
  return option.verdict === "left" || option.verdict === "right";
}
