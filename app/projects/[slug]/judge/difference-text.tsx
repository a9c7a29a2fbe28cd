"use client";

import { useTranslations } from "use-intl/react";
import { replaceHiddenCharacters } from "#app/components/hidden-characters.ts";
import { PlainText } from "#app/components/plain-text.tsx";
import type { Comparison } from "./use-difference.ts";

/** One response with what only it says marked: underlined as well as coloured. */
export function DifferenceText({
  side,
  text,
  comparison,
}: {
  readonly side: "left" | "right";
  readonly text: string;
  readonly comparison: Comparison;
}) {
  if (comparison.state !== "done") return <PlainText text={text} />;
  const Mark = side === "left" ? "del" : "ins";
  return (
    <div className="plain-text difference">
      {comparison.difference[side].map((part, index) => {
        const shown = replaceHiddenCharacters(part.text);
        if (!part.isOwn || shown.trim() === "") return shown;
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one comparison never move.
        return <Mark key={index}>{shown}</Mark>;
      })}
    </div>
  );
}

/** What the marks mean and how much is shared. */
export function DifferenceNote({ comparison }: { readonly comparison: Comparison }) {
  const translate = useTranslations("reading");
  return (
    <p role="status" className="mb-3 text-sm text-muted">
      {comparison.state === "comparing" && translate("comparing")}
      {comparison.state === "failed" && translate("noDifference")}
      {comparison.state === "done" && (
        <>
          {comparison.difference.level === "lines" && `${translate("lineDifference")} `}
          {comparison.difference.level === "words" &&
            (comparison.difference.sharedShare === 1
              ? translate("identical")
              : translate("sameShare", { share: comparison.difference.sharedShare }))}
        </>
      )}
    </p>
  );
}
