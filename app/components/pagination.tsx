"use client";

import { useTranslations } from "use-intl/react";
import { Button } from "./button.tsx";

type PaginationProps = {
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  readonly isBusy?: boolean;
  onPrevious(): void;
  onNext(): void;
};

/** Earlier and later parts of a list that is paged by cursor. */
export function Pagination({ hasPrevious, hasNext, isBusy, onPrevious, onNext }: PaginationProps) {
  const translate = useTranslations("common");
  if (!hasPrevious && !hasNext) return null;
  return (
    <nav aria-label={translate("pages")} className="mt-6 flex gap-3">
      <Button size="small" disabled={!hasPrevious} isBusy={isBusy} onClick={onPrevious}>
        {translate("previous")}
      </Button>
      <Button size="small" disabled={!hasNext} isBusy={isBusy} onClick={onNext}>
        {translate("next")}
      </Button>
    </nav>
  );
}
