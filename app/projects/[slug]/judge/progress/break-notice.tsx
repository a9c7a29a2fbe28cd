"use client";
"use no memo";

import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";

type BreakNoticeProps = { readonly minutes: number; onLater(): void; onTurnOff(): void };

/** A suggestion, in the flow of the page: it takes no focus and stops nobody. */
export function BreakNotice({ minutes, onLater, onTurnOff }: BreakNoticeProps) {
  const translate = useTranslations("progress");
  return (
    <div role="status">
      <Notice tone="accent">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <p>
            <strong>{translate("breakTitle")}</strong> {translate("breakText", { minutes })}
          </p>
          <div className="flex gap-2">
            <Button size="small" variant="quiet" onClick={onTurnOff}>
              {translate("breakOff")}
            </Button>
            <Button size="small" onClick={onLater}>
              {translate("breakLater")}
            </Button>
          </div>
        </div>
      </Notice>
    </div>
  );
}
