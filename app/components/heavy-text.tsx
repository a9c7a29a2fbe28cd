"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "./button.tsx";
import { MarkdownBody } from "./markdown-body.tsx";
import { PlainText } from "./plain-text.tsx";
import { isTooHeavy, splitForReading } from "./text-weight.ts";

/** A text beyond what can be formatted at once: all of it as it is, and formatted part by part. */
export function HeavyText({
  text,
  headingLevel,
}: {
  readonly text: string;
  readonly headingLevel: number;
}) {
  const translate = useTranslations("reading");
  const [formatted, setFormatted] = useState(0);
  const pieces = splitForReading(text);
  const done = pieces.slice(0, formatted);
  const rest = pieces.slice(formatted).join("");
  return (
    <>
      {done.map((piece, index) =>
        isTooHeavy(piece) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move.
          <PlainText key={index} text={piece} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <MarkdownBody key={index} text={piece} headingLevel={headingLevel} />
        ),
      )}
      {formatted < pieces.length && (
        <>
          <div className="my-4 flex flex-wrap items-center gap-3 rounded-control bg-warning-soft px-4 py-3 text-sm text-ink">
            <span className="grow basis-60">{translate("heavy")}</span>
            <Button size="small" onClick={() => setFormatted(formatted + 1)}>
              {translate("formatNext", { next: formatted + 1, total: pieces.length })}
            </Button>
          </div>
          <PlainText text={rest} />
        </>
      )}
    </>
  );
}
