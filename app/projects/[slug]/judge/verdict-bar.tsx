"use client";

import { Button } from "#app/components/button.tsx";
import { classNames } from "#app/components/class-names.ts";
import type { SkipReason } from "./judge-api.ts";
import { Key } from "./key.tsx";
import { SkipMenu } from "./skip-menu.tsx";
import type { VerdictOption } from "./verdict-options.ts";

type VerdictBarProps = {
  readonly options: readonly VerdictOption[];
  readonly isEnabled: boolean;
  onChoose(option: VerdictOption): void;
  onSkip(reason: SkipReason): void;
  onUndo(): void;
};

/** Always in reach: one press decides and advances. Keys are printed where there is a keyboard. */
export function VerdictBar({ options, isEnabled, onChoose, onSkip, onUndo }: VerdictBarProps) {
  const isGraded = options.length > 4;
  return (
    <section
      aria-label="Your verdict"
      className="sticky bottom-0 z-10 -mx-5 border-t border-line bg-paper/95 px-5 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] backdrop-blur"
    >
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
            variant={isSide(option) ? "primary" : "secondary"}
            disabled={!isEnabled}
            onClick={() => onChoose(option)}
            className="min-h-12 flex-col gap-0 px-2 sm:min-w-32"
          >
            <span>{option.label}</span>
            <Key label={option.keyLabel} />
          </Button>
        ))}
      </div>
      <div className="mx-auto mt-2 flex max-w-5xl items-center justify-between gap-2">
        <Button variant="quiet" size="small" onClick={onUndo}>
          Undo <Key label="Z" />
        </Button>
        <SkipMenu isEnabled={isEnabled} onSkip={onSkip} />
      </div>
    </section>
  );
}

function isSide(option: VerdictOption): boolean {
  return option.verdict === "left" || option.verdict === "right";
}
