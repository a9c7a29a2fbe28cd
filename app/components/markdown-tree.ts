import { markHiddenCharacters } from "./hidden-characters.ts";

/** As much of a document tree as these steps touch. */
export type TreeNode = {
  readonly type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
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

/** Follows the sanitiser, which puts a prefix before the names in a text and not before links to them. */
export function prefixLinks(prefix: string) {
  return (tree: TreeNode): void =>
    visitElements(tree, ({ properties }) => {
      const address = properties?.["href"];
      if (properties === undefined || typeof address !== "string" || !address.startsWith("#"))
        return;
      properties["href"] = `#${prefix}${address.slice(1)}`;
    });
}

/** Levels of lists and quotes that are set in; deeper ones would narrow the text to nothing. */
const indentMax = 6;

/** Names what is nested deeper than can be set in, so that it is not. */
export function flattenDeepNesting() {
  return (tree: TreeNode): void => markDeep(tree, 0);
}

function markDeep(parent: TreeNode, depth: number): void {
  for (const child of parent.children ?? []) {
    const isIndented = /^(ul|ol|blockquote)$/.test(child.tagName ?? "");
    if (isIndented && depth >= indentMax) {
      const names = child.properties?.["className"];
      const className = [...(Array.isArray(names) ? names : []), "deep"];
      child.properties = { ...child.properties, className };
    }
    markDeep(child, isIndented ? depth + 1 : depth);
  }
}

/** Puts a named mark in the place of each character that would reorder or hide text. */
export function showHiddenCharacters() {
  return (tree: TreeNode): void => markText(tree);
}

function markText(parent: TreeNode): void {
  parent.children = parent.children?.flatMap((child): TreeNode[] => {
    markText(child);
    if (child.type !== "text") return [child];
    return markHiddenCharacters(child.value ?? "", "deceptive").map(({ text, isMark }) => {
      const part = { type: "text", value: text };
      if (!isMark) return part;
      const properties = { className: ["hidden-character"] };
      return { type: "element", tagName: "span", properties, children: [part] };
    });
  });
}

/** A link keeps the words of its images and the images follow it: a control cannot hold another. */
export function liftImagesFromLinks() {
  return (tree: TreeNode): void => liftImages(tree);
}

function liftImages(parent: TreeNode): void {
  parent.children = parent.children?.flatMap((child): TreeNode[] => {
    liftImages(child);
    if (child.tagName !== "a") return [child];
    const images: TreeNode[] = [];
    takeImages(child, images);
    return [child, ...images];
  });
}

function takeImages(parent: TreeNode, images: TreeNode[]): void {
  parent.children = parent.children?.map((child) => {
    takeImages(child, images);
    if (child.tagName !== "img") return child;
    images.push(child);
    const words = child.properties?.["alt"] || child.properties?.["src"];
    return { type: "text", value: String(words ?? "") };
  });
}

/** What an element shows as text; hidden characters and all marks for them are left out. */
export function textOfTree(node: TreeNode | undefined): string {
  if (node === undefined || isHiddenCharacter(node)) return "";
  if (node.type === "text") return node.value ?? "";
  return (node.children ?? []).map(textOfTree).join("");
}

export function isHiddenCharacter(node: TreeNode): boolean {
  const names = node.properties?.["className"];
  return Array.isArray(names) && names.includes("hidden-character");
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
