"use no memo";

import type { ReactNode } from "react";

type EmptyStateProps = {
  readonly title: string;
  readonly children: ReactNode;
  /** What to do about it, where this person can. */
  readonly action?: ReactNode;
};

/** Nothing here yet: why, and what to do about it. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-3 border-y border-line py-12 sm:py-16">
      <h2 className="font-display text-2xl">{title}</h2>
      <div className="max-w-prose text-muted">{children}</div>
      {action && <div className="mt-2 flex flex-wrap gap-3">{action}</div>}
    </div>
  );
}
