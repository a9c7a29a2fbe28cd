"use client";

import { useState } from "react";
import { formatNumberOf } from "#app/format.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { Remarks } from "./remarks.tsx";

type RemarksDisclosureProps = {
  readonly projectId: string;
  readonly result: NonNullable<ApiOutputs["imports"]["find"]>;
  readonly isOpen?: boolean;
};

/** The rows that were rejected or imported in part, behind a line that says how many there are. */
export function RemarksDisclosure({ projectId, result, isOpen = false }: RemarksDisclosureProps) {
  const [isShown, setIsShown] = useState(isOpen);
  if (result.remarks === 0) return null;
  return (
    <details open={isShown} onToggle={(event) => setIsShown(event.currentTarget.open)}>
      <summary className="w-fit rounded-control text-sm font-medium text-accent">
        {formatNumberOf(result.remarks, "row")} with a remark
      </summary>
      {isShown && <Remarks projectId={projectId} importId={result.id} />}
    </details>
  );
}
