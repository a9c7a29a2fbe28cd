import type { TreeNode } from "./markdown-tree.ts";

type Direction = "ltr" | "rtl";

const directed = new Set(["p", "li", "ul", "ol", "blockquote", "table", "th", "td", "dl"]);
const letter = /\p{L}/u;
const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Mandaic}\p{Script=Samaritan}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;

/**
 * Gives each block the direction of its first letter, and code always left to right. Browsers' own
 * `dir=auto` does not look into blocks that have a direction themselves: the list around items in
 * Arabic would stay left to right, with its numbers outside the page.
 */
export function setDirections() {
  return (tree: TreeNode): void => {
    directTree(tree);
  };
}

/** The direction of the first letter; null for a text without any. */
function directionOfText(text: string): Direction | null {
  const first = letter.exec(text)?.[0];
  if (first === undefined) return null;
  return rightToLeft.test(first) ? "rtl" : "ltr";
}

function directTree(node: TreeNode): Direction | null {
  if (node.type === "text") return directionOfText(node.value ?? "");
  if (node.tagName === "pre" || node.tagName === "code") {
    node.properties = { ...node.properties, dir: "ltr" };
    return null;
  }
  let direction: Direction | null = null;
  for (const child of node.children ?? []) direction = first(direction, directTree(child));
  if (isDirected(node.tagName)) {
    node.properties = { ...node.properties, dir: direction ?? "auto" };
  }
  return direction;
}

function first(one: Direction | null, other: Direction | null): Direction | null {
  return one ?? other;
}

function isDirected(tagName: string | undefined): boolean {
  return tagName !== undefined && (directed.has(tagName) || /^h[1-6]$/.test(tagName));
}
