"use client";

import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import type { SkipReason } from "#app/projects/[slug]/judge/judge-api.ts";
import { ActionKey } from "#app/projects/[slug]/judge/key.tsx";
import { SkipMenu } from "#app/projects/[slug]/judge/skip-menu.tsx";
import { responseLetter } from "./response-letter.ts";
import type { Tiers } from "./tiers.ts";

type OrderBarProps = {
  readonly tiers: Tiers;
  readonly isWhole: boolean;
  /** The next response is to stand beside the last one. */
  readonly isAlike: boolean;
  readonly isEnabled: boolean;
  onAlike(): void;
  onSubmit(): void;
  onUndo(): void;
  onSkip(reason: SkipReason): void;
};

/** The order so far, always in sight, and what is done with it. */
export function OrderBar(props: OrderBarProps) {
  const { tiers, isWhole, isAlike, isEnabled } = props;
  const translate = useTranslations("ranking");
  const actions = useTranslations("judge.action");
  return (
    <section
      aria-label={translate("order")}
      className="sticky bottom-0 z-10 -mx-5 border-t border-line bg-paper/95 px-5 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] backdrop-blur"
    >
      <div className="mx-auto flex max-w-5xl flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="min-h-6 font-display text-lg tabular-nums">
          {tiers.length === 0 ? (
            <span className="font-sans text-sm text-muted">{translate("hint")}</span>
          ) : (
            <bdi dir="ltr">
              {tiers.map((tier) => tier.map(responseLetter).join(" = ")).join(" > ")}
            </bdi>
          )}
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <Button
            size="small"
            aria-pressed={isAlike}
            disabled={!isEnabled || tiers.length === 0}
            onClick={props.onAlike}
            className={isAlike ? "border-accent bg-accent-soft ring-2 ring-accent ring-inset" : ""}
          >
            {translate("alike")} <ActionKey action="alike" />
          </Button>
          <Button variant="quiet" size="small" onClick={props.onUndo}>
            {actions("undo")} <ActionKey action="undo" />
          </Button>
          <SkipMenu isEnabled={isEnabled} onSkip={props.onSkip} />
          <Button variant="primary" disabled={!isEnabled || !isWhole} onClick={props.onSubmit}>
            {actions("submit")} <ActionKey action="submit" />
          </Button>
        </div>
      </div>
    </section>
  );
}
