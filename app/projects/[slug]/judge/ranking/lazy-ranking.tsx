"use client";

import { type ComponentProps, lazy, Suspense } from "react";
import type { RankingWorkspace } from "./ranking-workspace.tsx";

const Loaded = lazy(async () => ({
  default: (await import("./ranking-workspace.tsx")).RankingWorkspace,
}));

/** Few projects rank, so the others do not fetch how. */
export function LazyRanking(props: ComponentProps<typeof RankingWorkspace>) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
