"use no memo";

import type { ReactNode } from "react";
import type { Tone } from "./badge.tsx";
import { classNames } from "./class-names.ts";
import { InfoIcon, WarningIcon } from "./icons.tsx";

const tones = {
  neutral: "bg-sunken text-ink [&_svg]:text-muted",
  accent: "bg-accent-soft text-ink [&_svg]:text-accent",
  warning: "bg-warning-soft text-ink [&_svg]:text-warning",
  danger: "bg-danger-soft text-ink [&_svg]:text-danger",
} as const satisfies Record<Tone, string>;

type NoticeProps = {
  readonly tone?: Tone;
  /** Read out at once: for what has just happened, not for what was there all along. */
  readonly isAlert?: boolean;
  readonly children: ReactNode;
};

/** A sentence or two that must not be missed, in the flow of the page. */
export function Notice({ tone = "neutral", isAlert = false, children }: NoticeProps) {
  const isTrouble = tone === "danger" || tone === "warning";
  return (
    <div
      role={isAlert ? "alert" : undefined}
      className={classNames("flex gap-3 rounded-control px-4 py-3 text-sm leading-6", tones[tone])}
    >
      <span className="mt-0.5 flex">{isTrouble ? <WarningIcon /> : <InfoIcon />}</span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
