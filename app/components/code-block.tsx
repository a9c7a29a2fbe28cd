"use client";

import { type ReactNode, useRef } from "react";
import { useTranslations } from "use-intl/react";
import { CopyButton } from "./copy-button.tsx";
import { createLazyModule, useLazyModule } from "./lazy-module.ts";

const highlighter = createLazyModule(() => import("./highlighter.ts"));

type CodeBlockProps = {
  readonly code: string;
  /** As the text names it; null for code without a language, which stays plain. */
  readonly language: string | null;
  /** The code as it came, with marks for hidden characters; such code is not coloured. */
  readonly children: ReactNode;
  readonly hasMarks: boolean;
};

/** Code in a box that scrolls by itself; colours come later and move nothing. */
export function CodeBlock({ code, language, hasMarks, children }: CodeBlockProps) {
  const translate = useTranslations("reading");
  const shown = useRef<HTMLPreElement>(null);
  const highlighting = useLazyModule(highlighter, language !== null && !hasMarks);
  const tokens =
    language === null || hasMarks ? null : (highlighting?.highlightCode(code, language) ?? null);
  return (
    <div className="code-block">
      <div className="code-head">
        <span dir="auto">{language}</span>
        <CopyButton text={code} label={translate("copyCode")} shown={shown} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key. */}
      <pre ref={shown} dir="ltr" tabIndex={0} translate="no">
        <code>
          {tokens === null
            ? children
            : tokens.map(({ text, kind }, index) =>
                kind === "" ? (
                  text
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: tokens of one code never move.
                  <span key={index} className={kind}>
                    {text}
                  </span>
                ),
              )}
        </code>
      </pre>
    </div>
  );
}
