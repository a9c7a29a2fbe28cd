"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl/react";
import { classNames } from "#app/components/class-names.ts";
import { ChevronDownIcon } from "#app/components/icons.tsx";
import { Key } from "./key.tsx";

const lengthMax = 700;
const linesMax = 9;

type FoldProps = {
  /** What is inside, to tell whether it is long and how long. */
  readonly text: string;
  readonly isOpen: boolean;
  onToggle(isOpen: boolean): void;
  readonly keyLabel?: string;
  readonly children: ReactNode;
};

/** Shows the beginning of a long text and, on demand, all of it in the same place. */
export function Fold({ text, isOpen, onToggle, keyLabel, children }: FoldProps) {
  const translate = useTranslations("reading");
  if (!isLong(text)) return children;
  const { count, unit } = measure(text);
  const showAll = unit === "words" ? "showAllWords" : "showAllCharacters";
  return (
    <div>
      <div
        // A link in the part that cannot be seen must not take the focus there.
        onFocusCapture={isOpen ? undefined : () => onToggle(true)}
        className={classNames(!isOpen && "fold-closed")}
      >
        {children}
      </div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => onToggle(!isOpen)}
        className="-mx-2 mt-1 inline-flex min-h-8 items-center gap-1.5 rounded-control px-2 text-[0.8125rem] font-medium text-accent hover:bg-hover"
      >
        <span className={classNames("[&>svg]:size-4", isOpen && "rotate-180")}>
          <ChevronDownIcon />
        </span>
        {isOpen ? translate("showLess") : translate(showAll, { count })}
        {keyLabel !== undefined && <Key label={keyLabel} />}
      </button>
    </div>
  );
}

function isLong(text: string): boolean {
  return text.length > lengthMax || text.split("\n", linesMax + 1).length > linesMax;
}

/** Words, or characters for scripts that are written without blanks. */
function measure(text: string): { readonly count: number; readonly unit: "words" | "characters" } {
  const words = text.match(/\S+/g)?.length ?? 0;
  if (text.length / Math.max(1, words) <= 16) return { count: words, unit: "words" };
  return { count: text.replace(/\s/g, "").length, unit: "characters" };
}
