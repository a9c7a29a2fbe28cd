"use client";

import { type RefObject, useEffect, useState } from "react";
import { useTranslations } from "use-intl/react";
import { copyText } from "./copy-text.ts";
import { CheckIcon, CopyIcon } from "./icons.tsx";

const confirmedMs = 2000;

type CopyButtonProps = {
  readonly text: string;
  /** Says what is copied, where several buttons say the same. */
  readonly label: string;
  /** Selected where the browser refuses the clipboard, so that the keys can copy it. */
  readonly shown: RefObject<HTMLElement | null>;
};

export function CopyButton({ text, label, shown }: CopyButtonProps) {
  const translate = useTranslations("reading");
  const [outcome, setOutcome] = useState<"none" | "copied" | "selected">("none");
  // The clock is what this follows: the confirmation goes away by itself.
  useEffect(() => {
    if (outcome === "none") return;
    const timer = setTimeout(() => setOutcome("none"), confirmedMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    const isCopied = await copyText(text);
    if (!isCopied && shown.current !== null) getSelection()?.selectAllChildren(shown.current);
    setOutcome(isCopied ? "copied" : "selected");
  };
  return (
    <>
      <button
        type="button"
        aria-label={label}
        onClick={() => void copy()}
        className="-my-1 inline-flex min-h-7 items-center gap-1.5 rounded-control px-2 font-sans text-xs text-muted hover:bg-hover hover:text-ink [&>svg]:size-4"
      >
        {outcome === "none" ? <CopyIcon /> : <CheckIcon />}
        {translate(outcome === "none" ? "copy" : outcome)}
      </button>
      <span role="status" className="sr-only">
        {outcome !== "none" && translate(outcome)}
      </span>
    </>
  );
}
