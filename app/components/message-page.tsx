"use no memo";

import type { ReactNode } from "react";

type MessagePageProps = {
  /** A few words above the title, such as the status. */
  readonly eyebrow?: string;
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** Small print, such as a request id. */
  readonly footnote?: ReactNode;
  /** The page around it has margins of its own already. */
  readonly isInset?: boolean;
};

/** A page that says one thing: not found, not allowed, failed, used up. */
export function MessagePage(props: MessagePageProps) {
  const { eyebrow, title, children, action, footnote, isInset = false } = props;
  return (
    <div className={isInset ? "py-6" : "mx-auto w-full max-w-page px-5 py-16 sm:py-24"}>
      <div className="flex max-w-prose flex-col items-start gap-4">
        {eyebrow && <p className="text-sm font-medium text-muted">{eyebrow}</p>}
        <h1 className="font-display text-4xl leading-tight sm:text-5xl">{title}</h1>
        <div className="text-lg leading-8 text-muted">{children}</div>
        {action && <div className="mt-2 flex flex-wrap gap-3">{action}</div>}
        {footnote && <p className="mt-6 text-[0.8125rem] text-muted">{footnote}</p>}
      </div>
    </div>
  );
}
