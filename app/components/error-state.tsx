"use client";

import { useTranslations } from "use-intl/react";
import { Button } from "./button.tsx";
import { WarningIcon } from "./icons.tsx";

type ErrorStateProps = {
  readonly message: string;
  readonly requestId?: string | null;
  onRetry?(): void;
};

/** A part of a page that could not be loaded. */
export function ErrorState({ message, requestId, onRetry }: ErrorStateProps) {
  const translate = useTranslations("common");
  return (
    <div role="alert" className="flex flex-col items-start gap-3 border-y border-line py-10">
      <p className="flex items-center gap-2 font-medium">
        <span className="text-danger">
          <WarningIcon />
        </span>
        {message}
      </p>
      {onRetry && <Button onClick={onRetry}>{translate("tryAgain")}</Button>}
      {requestId && (
        <p className="text-[0.8125rem] text-muted">{translate("request", { number: requestId })}</p>
      )}
    </div>
  );
}
