"use client";

import { useTranslations } from "use-intl/react";
import { createLazyModule, useLazyModule } from "./lazy-module.ts";
import { readFormula } from "./markdown-math.ts";

/** A longer formula in a line of text scrolls in a box of its own; a shorter one breaks with it. */
const inlineLengthMax = 80;

export const formulaRenderer = createLazyModule(async () => {
  const { loadFonts, renderFormula } = await import("./formula-renderer.ts");
  await loadFonts();
  return { renderFormula };
});

/** A formula, or its source where it cannot be drawn or the renderer is not here. */
export function Formula({ source }: { readonly source: string }) {
  const translate = useTranslations("reading");
  const renderer = useLazyModule(formulaRenderer, true);
  const { tex, isDisplay } = readFormula(source);
  const markup = renderer?.renderFormula(tex, isDisplay) ?? null;
  if (markup === null) {
    return (
      <code dir="ltr" className={isDisplay ? "formula-source-display" : undefined}>
        {source}
      </code>
    );
  }
  if (!isDisplay && source.length <= inlineLengthMax) {
    return <Markup className="formula" markup={markup} />;
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would not be allowed within a paragraph.
    <span
      role="group"
      aria-label={translate("formula")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key.
      tabIndex={0}
      dir="ltr"
      className={isDisplay ? "formula-display" : "formula-long"}
    >
      <Markup markup={markup} />
    </span>
  );
}

function Markup({ markup, className }: { readonly markup: string; readonly className?: string }) {
  return (
    <span
      dir="ltr"
      className={className}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX wrote it from a formula that it does not trust; no part of the text gets through as markup.
      dangerouslySetInnerHTML={{ __html: markup }}
    />
  );
}
