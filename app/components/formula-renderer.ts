import katex from "katex";
import "katex/dist/katex.min.css";

/** Fonts that nearly every formula needs; waited for, so that nothing moves when they arrive. */
const firstFonts = ["1em KaTeX_Main", "italic 1em KaTeX_Math"];
const fontPatienceMs = 800;

/**
 * Markup of a formula, visual and as MathML; null when it is none that can be drawn. Nothing in it
 * may address the page: no links, no images, no class names, no size beyond that of the column.
 */
export function renderFormula(tex: string, isDisplay: boolean): string | null {
  try {
    return katex.renderToString(tex, {
      displayMode: isDisplay,
      throwOnError: true,
      trust: false,
      strict: "ignore",
      maxExpand: 300,
      maxSize: 12,
    });
  } catch {
    // Not a formula, or one nested beyond the stack: the reader sees its source, as it was written.
    return null;
  }
}

export async function loadFonts(): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, fontPatienceMs));
  const fonts = Promise.all(firstFonts.map((font) => document.fonts.load(font)));
  await Promise.race([fonts, patience]);
}
