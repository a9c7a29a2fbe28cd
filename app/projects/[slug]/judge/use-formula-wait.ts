import { useEffect, useState } from "react";
import { formulaRenderer } from "#app/components/formula.tsx";
import { useLazyModule } from "#app/components/lazy-module.ts";
import { hideMath } from "#app/components/markdown-math.ts";
import { isTooHeavy } from "#app/components/text-weight.ts";
import type { LeaseOnScreen } from "./judge-api.ts";

const patienceMs = 1500;

/**
 * True for a moment while a pair with formulas waits for what draws them, the first time only: the
 * pair then keeps its place unseen, instead of moving when its sources turn into formulas. Where
 * that cannot be fetched, the sources are shown.
 */
export function useFormulaWait(lease: Pick<LeaseOnScreen, "messages" | "left" | "right">): boolean {
  const texts = [lease.left, lease.right, ...lease.messages.map(({ content }) => content)];
  const isNeeded = texts.some(hasFormulas);
  const renderer = useLazyModule(formulaRenderer, isNeeded);
  const [hasPatience, setHasPatience] = useState(true);
  const isWaiting = isNeeded && renderer === null && hasPatience;
  // The clock is what this follows.
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setHasPatience(false), patienceMs);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isWaiting;
}

function hasFormulas(text: string): boolean {
  if (isTooHeavy(text)) return false;
  return hideMath(text).formulas.length > 0 || text.includes("```math");
}
