"use client";

import { type RefObject, useRef } from "react";
import { useTranslations } from "use-intl/react";
import { classNames } from "#app/components/class-names.ts";
import { CopyButton } from "#app/components/copy-button.tsx";
import { Markdown } from "#app/components/markdown.tsx";
import { PlainText } from "#app/components/plain-text.tsx";
import { DifferenceNote, DifferenceText } from "./difference-text.tsx";
import type { ReadingView } from "./reading-view.ts";
import { useScrollTogether } from "./scroll-together.ts";
import { SideButtons } from "./side-buttons.tsx";
import { useDeck } from "./use-deck.ts";
import { type Comparison, useDifference } from "./use-difference.ts";

type ResponsesProps = {
  readonly left: string;
  readonly right: string;
  readonly reading: ReadingView;
  readonly isHidden: boolean;
};

/**
 * Both responses: side by side on wide screens; on narrow ones below each other or, if the reader
 * likes that better, one at a time with a swipe, a button or an arrow key between them.
 */
export function Responses({ left, right, reading, isHidden }: ResponsesProps) {
  const translate = useTranslations("reading");
  const panelA = useRef<HTMLElement>(null);
  const panelB = useRef<HTMLElement>(null);
  const deck = useRef<HTMLDivElement>(null);
  const { isOneAtATime, scrollsTogether, mode } = reading;
  useScrollTogether(panelA, panelB, scrollsTogether && !isHidden);
  const { shown, show } = useDeck({
    deck,
    panels: [panelA, panelB],
    isOn: isOneAtATime && !isHidden,
  });
  const comparison = useDifference(left, right, mode === "difference");
  const common = { mode, comparison, scrolls: scrollsTogether };
  return (
    <>
      {isOneAtATime && <SideButtons shown={shown} onShow={show} />}
      {mode === "difference" && <DifferenceNote comparison={comparison} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no box that scrolls. */}
      <div
        ref={deck}
        role="group"
        aria-label={translate(isOneAtATime ? "swipe" : "responses")}
        tabIndex={isOneAtATime ? 0 : undefined}
        className={`${isOneAtATime ? "deck md:grid" : "grid gap-5"} md:grid-cols-2 md:gap-6`}
      >
        <Response panel={panelA} name="A" text={left} {...common} />
        <Response panel={panelB} name="B" text={right} {...common} />
      </div>
    </>
  );
}

type ResponseProps = {
  readonly panel: RefObject<HTMLElement | null>;
  readonly name: "A" | "B";
  readonly text: string;
  readonly mode: ReadingView["mode"];
  readonly comparison: Comparison;
  readonly scrolls: boolean;
};

function Response({ panel, name, text, mode, comparison, scrolls }: ResponseProps) {
  const translate = useTranslations("reading");
  const shown = useRef<HTMLDivElement>(null);
  const label = translate("response", { name });
  return (
    <section
      ref={panel}
      data-response={name}
      aria-label={label}
      tabIndex={scrolls ? 0 : undefined}
      className={classNames(
        "relative min-w-0 rounded-panel border border-line bg-raised px-5 pt-4 pb-6 shadow-panel sm:px-7",
        scrolls && "md:max-h-[max(20rem,calc(100dvh-17rem))] md:overflow-y-auto",
      )}
    >
      <div className="mb-3 flex items-baseline justify-between gap-2">
        <h2 className="text-sm text-muted">
          <span aria-hidden="true" className="font-display text-xl text-ink">
            {name}
          </span>
          <span className="sr-only">{label}</span>
        </h2>
        {mode === "raw" && (
          <CopyButton text={text} label={translate("copyResponse", { name })} shown={shown} />
        )}
      </div>
      <div ref={shown}>
        {mode === "formatted" && <Markdown text={text} headingLevel={3} />}
        {mode === "raw" && <PlainText text={text} />}
        {mode === "difference" && (
          <DifferenceText
            side={name === "A" ? "left" : "right"}
            text={text}
            comparison={comparison}
          />
        )}
      </div>
    </section>
  );
}
