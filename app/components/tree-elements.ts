import { type ComponentType, createElement, Fragment, type ReactNode } from "react";
import type { TreeNode } from "./markdown-tree.ts";

/** What a component is given that draws an element of foreign text. */
export type DrawnElement = {
  readonly node: TreeNode;
  /** As React calls them. */
  readonly attributes: Attributes;
  readonly children?: ReactNode;
};
type Attributes = Readonly<Record<string, unknown>>;
type Components = Readonly<Record<string, ComponentType<DrawnElement>>>;

/**
 * Elements of a tree that the sanitiser has let through. The tree names what may be in it, so this
 * knows nothing of markup: every text stays a text, and what is no element or text is left out.
 */
export function drawTree(tree: TreeNode, components: Components): ReactNode {
  return createElement(Fragment, null, ...drawChildren(tree, components));
}

/** React does not allow blanks between the rows and cells of a table. */
const tableParts = new Set(["table", "thead", "tbody", "tfoot", "tr"]);

function drawChildren(parent: TreeNode, components: Components): ReactNode[] {
  const children = (parent.children ?? []).map((child) => {
    if (child.type === "text") return child.value;
    return child.type === "element" ? drawElement(child, components) : null;
  });
  if (!tableParts.has(parent.tagName ?? "")) return children;
  return children.filter((child) => typeof child !== "string" || child.trim() !== "");
}

function drawElement(node: TreeNode, components: Components): ReactNode {
  const tagName = node.tagName ?? "";
  const attributes = attributesOf(node);
  const children = drawChildren(node, components);
  if (!Object.hasOwn(components, tagName)) return createElement(tagName, attributes, ...children);
  return createElement(components[tagName], { node, attributes }, ...children);
}

function attributesOf({ properties = {} }: TreeNode): Attributes {
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    if (name === "align") attributes["style"] = { textAlign: value };
    else attributes[attributeName(name)] = Array.isArray(value) ? value.join(" ") : value;
  }
  return attributes;
}

/** `ariaLabel` and `dataFootnotes` of the tree are `aria-label` and `data-footnotes` to React. */
function attributeName(name: string): string {
  if (/^aria[A-Z]/.test(name)) return `aria-${name.slice(4).toLowerCase()}`;
  if (/^data[A-Z]/.test(name))
    return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return name;
}
