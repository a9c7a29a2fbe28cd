"use client";

import { useTranslations } from "use-intl/react";
import { classNames } from "#app/components/class-names.ts";
import { Markdown } from "#app/components/markdown.tsx";
import { PlainText } from "#app/components/plain-text.tsx";
import { Conversation } from "#app/projects/[slug]/judge/conversation.tsx";
import { ActionKey } from "#app/projects/[slug]/judge/key.tsx";
import type { ReadingView } from "#app/projects/[slug]/judge/reading-view.ts";
import type { HeldRanking } from "./ranking-session.ts";
import { responseLetter } from "./response-letter.ts";
import { rankOf, type Tiers } from "./tiers.ts";

type RankingViewProps = {
  readonly ranking: HeldRanking;
  readonly tiers: Tiers;
  readonly reading: ReadingView;
  readonly isEnabled: boolean;
  onPlace(place: number): void;
};

/** The conversation and every response in full, each with a button that places it next. */
export function RankingView({ ranking, tiers, reading, isEnabled, onPlace }: RankingViewProps) {
  const translate = useTranslations("ranking");
  return (
    <article data-pair="" aria-label={translate("heading")}>
      <Conversation messages={ranking.messages} reading={reading} />
      <div className="mt-6 grid gap-5 md:grid-cols-2 2xl:grid-cols-3">
        {ranking.responses.map((text, place) => (
          <section
            // biome-ignore lint/suspicious/noArrayIndexKey: a response never changes its place.
            key={place}
            aria-label={translate("response", { name: responseLetter(place) })}
            className={classNames(
              "min-w-0 rounded-panel border bg-raised px-5 pt-4 pb-6 shadow-panel sm:px-7",
              rankOf(tiers, place) === null ? "border-line" : "border-accent",
            )}
          >
            <PlaceButton {...{ place, tiers, isEnabled }} onPress={() => onPlace(place)} />
            {reading.mode === "raw" ? (
              <PlainText text={text} />
            ) : (
              <Markdown text={text} headingLevel={3} />
            )}
          </section>
        ))}
      </div>
    </article>
  );
}

type PlaceButtonProps = {
  readonly place: number;
  readonly tiers: Tiers;
  readonly isEnabled: boolean;
  onPress(): void;
};

function PlaceButton({ place, tiers, isEnabled, onPress }: PlaceButtonProps) {
  const translate = useTranslations("ranking");
  const rank = rankOf(tiers, place);
  return (
    <div className="sticky top-0 z-10 -mx-2 mb-3 bg-raised px-2 py-1">
      <button
        type="button"
        disabled={!isEnabled}
        aria-pressed={rank !== null}
        onClick={onPress}
        className="flex min-h-9 w-full items-center justify-between gap-3 rounded-control px-2 text-start hover:bg-hover disabled:opacity-60"
      >
        <span className="flex items-baseline gap-2">
          <span className="font-display text-xl">{responseLetter(place)}</span>
          <span className="text-sm text-muted">
            {rank === null ? translate("placeNext") : translate("takeOut")}
          </span>
          <ActionKey action={`place-${place}`} />
        </span>
        {rank !== null && (
          <span className="inline-flex min-w-8 items-center justify-center rounded-full bg-accent px-2.5 py-0.5 text-sm font-semibold text-on-accent tabular-nums">
            {translate("rank", { rank })}
          </span>
        )}
      </button>
    </div>
  );
}
