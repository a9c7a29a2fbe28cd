"use client";

import { startTransition, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { classNames } from "#app/components/class-names.ts";
import { Skeleton } from "#app/components/skeleton.tsx";
import { Conversation } from "./conversation.tsx";
import type { LeaseOnScreen } from "./judge-api.ts";
import { type ReadingKeyLabels, ReadingToolbar } from "./reading-toolbar.tsx";
import { type ReadingView, viewBehind } from "./reading-view.ts";
import { Responses } from "./responses.tsx";
import { keepScrollKeys } from "./scroll-keys.ts";
import { useFormulaWait } from "./use-formula-wait.ts";

type PairViewProps = {
  readonly lease: Pick<LeaseOnScreen, "messages" | "left" | "right">;
  readonly isHidden: boolean;
  readonly reading: ReadingView;
  readonly keyLabels?: ReadingKeyLabels;
};

/**
 * The conversation and both responses in full. The pair behind the current one is rendered and laid
 * out unseen, in the browser's own time: the deciding key only has to show it, and never waits for
 * the pair after it.
 */
export function PairView({ lease, isHidden, reading, keyLabels }: PairViewProps) {
  const translate = useTranslations("reading");
  const article = useRef<HTMLElement>(null);
  const isRendered = useRendered(!isHidden);
  const isWaiting = useFormulaWait(lease);
  // The external system is the keyboard.
  useEffect(() => (article.current === null ? undefined : keepScrollKeys(article.current)), []);
  const view = isHidden ? viewBehind(reading) : reading;
  return (
    <div className={classNames(isHidden && "pair-behind")}>
      <article
        ref={article}
        hidden={isHidden}
        data-pair=""
        aria-label={translate("pair")}
        className={classNames("flow-root", isWaiting && "invisible")}
      >
        {isRendered && (
          <>
            <Conversation messages={lease.messages} reading={view} keyLabels={keyLabels} />
            <div className="mt-5 mb-2 flex justify-end">
              <ReadingToolbar reading={view} keyLabels={keyLabels} />
            </div>
            <Responses left={lease.left} right={lease.right} reading={view} isHidden={isHidden} />
          </>
        )}
      </article>
    </div>
  );
}

/** After a key the browser has the machine to itself for so long, to paint what the key has shown. */
const paintMs = 120;

/** False for a pair behind until the pair before it has surely been painted; the clock is outside. */
function useRendered(isShown: boolean): boolean {
  const [isDue, setIsDue] = useState(isShown);
  useEffect(() => {
    if (isDue) return;
    const timer = setTimeout(() => startTransition(() => setIsDue(true)), paintMs);
    return () => clearTimeout(timer);
  }, [isDue]);
  return isDue || isShown;
}

export function PairSkeleton() {
  const translate = useTranslations("reading");
  return (
    <div role="status">
      <span className="sr-only">{translate("fetching")}</span>
      <Skeleton className="h-16 w-full max-w-prose" />
      <div className="mt-6 grid gap-5 md:grid-cols-2 md:gap-6">
        <Skeleton className="h-80 w-full rounded-panel" />
        <Skeleton className="h-80 w-full rounded-panel" />
      </div>
    </div>
  );
}
