"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { Dialog } from "#app/components/dialog.tsx";
import { CloseIcon } from "#app/components/icons.tsx";
import { Markdown } from "#app/components/markdown.tsx";
import { Notice } from "#app/components/notice.tsx";
import { useIsHydrated } from "#app/components/use-is-hydrated.ts";
import type { GuidelinesReading } from "./use-guidelines.ts";

/** Beside the pair where there is room for it, over the pair where there is not. */
export function GuidelinesPanel({ reading }: { readonly reading: GuidelinesReading }) {
  const isWide = useIsWide();
  const translate = useTranslations("guidelines");
  if (!isWide) {
    return (
      <Dialog title={translate("title")} isOpen={reading.isOpen} onClose={reading.close}>
        <GuidelinesText reading={reading} />
      </Dialog>
    );
  }
  return reading.isOpen ? <GuidelinesAside reading={reading} /> : null;
}

function GuidelinesAside({ reading }: { readonly reading: GuidelinesReading }) {
  const translate = useTranslations("guidelines");
  const heading = useRef<HTMLHeadingElement>(null);
  // The external system is the browser's focus: who opens the panel means to read it.
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <aside
      aria-label={translate("title")}
      onKeyDown={(event) => event.key === "Escape" && reading.close()}
      className="sticky top-4 flex max-h-[calc(100dvh-2rem)] w-[24rem] shrink-0 flex-col gap-4 self-start overflow-y-auto rounded-panel border border-line bg-raised p-6 shadow-panel"
    >
      <div className="flex items-start justify-between gap-4">
        <h2
          ref={heading}
          tabIndex={-1}
          className="font-display text-2xl leading-tight outline-none"
        >
          {translate("title")}
        </h2>
        <button
          type="button"
          aria-label={translate("close")}
          onClick={reading.close}
          className="-m-1.5 rounded-control p-1.5 text-muted hover:bg-hover hover:text-ink"
        >
          <CloseIcon />
        </button>
      </div>
      <GuidelinesText reading={reading} />
    </aside>
  );
}

function GuidelinesText({ reading }: { readonly reading: GuidelinesReading }) {
  const translate = useTranslations("guidelines");
  const { guidelines, mustRead, isFirstTime } = reading;
  const isHydrated = useIsHydrated();
  if (guidelines === null) return <p className="text-muted">{translate("none")}</p>;
  return (
    <>
      {mustRead && (
        <Notice tone="accent">{translate(isFirstTime ? "firstTime" : "changed")}</Notice>
      )}
      <Markdown text={guidelines.markdown} headingLevel={3} />
      <p className="text-xs text-muted">{translate("version", { version: guidelines.version })}</p>
      {mustRead && (
        <div className="sticky bottom-0 -mx-6 -mb-6 border-t border-line bg-raised px-6 py-4">
          {reading.hasFailed && (
            <p role="alert" className="mb-2 text-sm text-danger">
              {translate("failed")}
            </p>
          )}
          <Button
            variant="primary"
            disabled={!isHydrated}
            isBusy={reading.isBusy}
            onClick={reading.acknowledge}
          >
            {translate("acknowledge")}
          </Button>
        </div>
      )}
    </>
  );
}

/** One query for the page: it is read with every pair, and browsers keep each that was made. */
let wideQuery: MediaQueryList | undefined;

function queryWidth(): MediaQueryList {
  wideQuery ??= window.matchMedia("(min-width: 80rem)");
  return wideQuery;
}

function subscribeToWidth(listener: () => void): () => void {
  queryWidth().addEventListener("change", listener);
  return () => queryWidth().removeEventListener("change", listener);
}

function useIsWide(): boolean {
  return useSyncExternalStore(
    subscribeToWidth,
    () => queryWidth().matches,
    () => true,
  );
}
