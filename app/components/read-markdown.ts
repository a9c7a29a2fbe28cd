import { defaultSchema, sanitize } from "hast-util-sanitize";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { toHast } from "mdast-util-to-hast";
import { gfm } from "micromark-extension-gfm";
import { hideMath, restoreMath } from "./markdown-math.ts";
import {
  flattenDeepNesting,
  liftImagesFromLinks,
  nestHeadings,
  prefixLinks,
  showHiddenCharacters,
  showHtmlAsText,
  type TreeNode,
} from "./markdown-tree.ts";
import { setDirections } from "./text-direction.ts";

type MarkdownReading = {
  readonly headingLevel: number;
  /** Goes before the names in the text, so that they meet no others on the page. */
  readonly prefix: string;
  /** The heading of the footnotes, and what leads back from one. */
  readonly footnotes: string;
  readonly backToText: string;
};

/**
 * A text as a tree of the elements that foreign text may have. The parsers are those of remark; what
 * it wraps around them is left out, because it weighs as much again and does nothing here.
 */
export function readMarkdown(text: string, reading: MarkdownReading): TreeNode {
  const { headingLevel, prefix, footnotes, backToText } = reading;
  const math = hideMath(text);
  const markdown = fromMarkdown(math.text, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  restoreMath(math)(markdown);
  const written = toHast(markdown, {
    allowDangerousHtml: true,
    clobberPrefix: "",
    footnoteLabel: footnotes,
    footnoteBackLabel: () => backToText,
  });
  showHtmlAsText()(written);
  const tree: TreeNode = sanitize(written, { ...schema, clobberPrefix: prefix });
  for (const step of [
    prefixLinks(prefix),
    liftImagesFromLinks(),
    showHiddenCharacters(),
    setDirections(),
    flattenDeepNesting(),
    nestHeadings({ base: headingLevel }),
  ]) {
    step(tree);
  }
  return tree;
}

/** Formulas and code colours are drawn after the sanitiser, from text that it has let through. */
const schema = {
  ...defaultSchema,
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto"] },
  attributes: {
    ...defaultSchema.attributes,
    code: [["className", /^language-./, "math-inline", "math-display"] satisfies ClassNameRule],
  },
};
type ClassNameRule = [string, ...(string | RegExp)[]];
