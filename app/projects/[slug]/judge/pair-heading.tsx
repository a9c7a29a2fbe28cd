"use client";

import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl/react";
import { type JudgeState, pairNumber } from "./judge-state.ts";

/**
 * Where a new pair begins: the focus and the window come here, so that a screen reader says which
 * pair it is and reads on from its prompt, and nobody starts in the middle of a text.
 */
export function PairHeading({ state }: { readonly state: JudgeState }) {
  const translate = useTranslations("judge");
  const heading = useRef<HTMLHeadingElement>(null);
  const assignmentId = state.queue.at(0)?.assignmentId;
  const last = useRef(assignmentId);
  // The external systems are the browser's focus and its scrolling.
  useEffect(() => {
    if (last.current === assignmentId) return;
    last.current = assignmentId;
    if (document.activeElement?.closest("aside, [role=dialog], [role=alertdialog]")) return;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0, behavior: "instant" });
  }, [assignmentId]);
  return (
    // Made anew for each pair: focus on what has it already would be silent.
    <h2 key={assignmentId} ref={heading} tabIndex={-1} className="sr-only">
      {translate("pair", { number: pairNumber(state) })}
    </h2>
  );
}
