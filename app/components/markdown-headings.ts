type HtmlNode = { readonly type: string; tagName?: string; readonly children?: HtmlNode[] };

/**
 * Renumbers headings so that the first is at `base` and no level is skipped, whatever the text
 * used: a response then fits into the outline of the page that shows it.
 */
export function nestHeadings({ base }: { readonly base: number }) {
  return (tree: HtmlNode): void => {
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

function visitElements(parent: HtmlNode, visit: (element: HtmlNode) => void): void {
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
