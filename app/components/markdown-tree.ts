/** As much of a document tree as these two steps touch. */
type TreeNode = {
  readonly type: string;
  tagName?: string;
  readonly value?: string;
  properties?: Record<string, never>;
  children?: TreeNode[];
};

/**
 * Turns HTML that stands in the text into text: a response made of markup must be read as it is,
 * and neither be interpreted nor vanish. Runs before the sanitiser, which would drop it.
 */
export function showHtmlAsText() {
  return (tree: TreeNode): void => convertHtml(tree, true);
}

function convertHtml(parent: TreeNode, isBlock: boolean): void {
  parent.children = parent.children?.map((child) => {
    convertHtml(child, child.tagName === "li" || child.tagName === "blockquote");
    if (child.type !== "raw") return child;
    const text = { type: "text", value: child.value };
    if (!isBlock) return text;
    return { type: "element", tagName: "p", properties: {}, children: [text] };
  });
}

/**
 * Renumbers headings so that the first is at `base` and no level is skipped, whatever the text
 * used: a response then fits into the outline of the page that shows it.
 */
export function nestHeadings({ base }: { readonly base: number }) {
  return (tree: TreeNode): void => {
    const open: number[] = [];
    visitElements(tree, (element) => {
      const depth = headingDepth(element.tagName);
      if (depth === null) return;
      while (open.length > 0 && Number(open.at(-1)) >= depth) open.pop();
      open.push(depth);
      element.tagName = `h${Math.min(6, base + open.length - 1)}`;
    });
  };
}

function visitElements(parent: TreeNode, visit: (element: TreeNode) => void): void {
  for (const child of parent.children ?? []) {
    if (child.type !== "element") continue;
    visit(child);
    visitElements(child, visit);
  }
}

function headingDepth(tagName: string | undefined): number | null {
  const match = /^h([1-6])$/.exec(tagName ?? "");
  return match === null ? null : Number(match[1]);
}
