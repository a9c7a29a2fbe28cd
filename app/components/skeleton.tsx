"use client";
"use no memo";

import { useTranslations } from "use-intl/react";
import { classNames } from "./class-names.ts";

/** Holds the place of something that is loading; give it the size of what will come. */
export function Skeleton({ className }: { readonly className: string }) {
  return (
    <div
      aria-hidden="true"
      className={classNames("animate-breathe rounded-control bg-hover", className)}
    />
  );
}

/** A page that is loading: one sentence for screen readers, a quiet shape for everyone else. */
export function PageSkeleton() {
  const translate = useTranslations("common");
  return (
    <div role="status" className="flex flex-col gap-6">
      <span className="sr-only">{translate("loading")}</span>
      <Skeleton className="h-10 w-64 max-w-full" />
      <Skeleton className="h-5 w-96 max-w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}
