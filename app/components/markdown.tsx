"use client";

import { classNames } from "./class-names.ts";
import { HeavyText } from "./heavy-text.tsx";
import { MarkdownBody } from "./markdown-body.tsx";
import { isTooHeavy } from "./text-weight.ts";

type MarkdownProps = {
  readonly text: string;
  /** Level of the first heading in the text; the page has those above it. */
  readonly headingLevel?: number;
  readonly className?: string;
};

/**
 * Text that somebody or some model wrote, as Markdown. HTML in it is shown as text, never
 * interpreted; links stay inert until their address has been seen; nothing is fetched for it.
 */
export function Markdown({ text, headingLevel = 3, className }: MarkdownProps) {
  return (
    <div className={classNames("prose", className)}>
      {isTooHeavy(text) ? (
        <HeavyText text={text} headingLevel={headingLevel} />
      ) : (
        <MarkdownBody text={text} headingLevel={headingLevel} />
      )}
    </div>
  );
}
