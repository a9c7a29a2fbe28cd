"use client";

import { useTranslations } from "use-intl/react";
import type { JudgmentOnPage } from "./amend-workspace.tsx";

/** What was said besides the verdict; nothing where nothing was. */
export function SaidDetails({ said }: { readonly said: JudgmentOnPage["said"] }) {
  const translate = useTranslations("judge.mine");
  const words = useTranslations("form");
  const { flags, reasons, rationale } = said.answers;
  const sides = [
    { side: "A", given: flags?.left ?? [] },
    { side: "B", given: flags?.right ?? [] },
  ].filter(({ given }) => given.length > 0);
  return (
    <>
      {sides.map(({ side, given }) => (
        <p key={side} className="text-sm text-muted">
          {translate("flags", {
            side,
            list: given.map((flag) => words(`flags.${flag}`)).join(", "),
          })}
        </p>
      ))}
      {reasons !== null && (
        <p className="text-sm text-muted">{translate("reasons", { list: reasons.join(", ") })}</p>
      )}
      {rationale !== null && (
        <figure className="text-sm text-muted">
          <figcaption>{translate("rationale")}</figcaption>
          <blockquote
            dir="auto"
            className="mt-1 border-s-2 border-line ps-3 whitespace-pre-wrap text-ink"
          >
            {rationale}
          </blockquote>
        </figure>
      )}
    </>
  );
}
