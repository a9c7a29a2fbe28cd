"use client";

import { type ComponentProps, lazy, Suspense } from "react";
import type { ServiceBanner } from "./service-banner.tsx";

const Loaded = lazy(async () => ({
  default: (await import("./service-banner.tsx")).ServiceBanner,
}));

/** Only managers see it, so nobody else fetches it. */
export function LazyServiceBanner(props: ComponentProps<typeof ServiceBanner>) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
