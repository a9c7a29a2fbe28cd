"use client";

import { useId } from "react";
import { useTranslations } from "use-intl/react";
import { CodeBlock } from "./code-block.tsx";
import { Formula } from "./formula.tsx";
import { replaceHiddenCharacters } from "./hidden-characters.ts";
import { CheckIcon } from "./icons.tsx";
import { MarkdownImage } from "./markdown-image.tsx";
import { MarkdownLink } from "./markdown-link.tsx";
import { isHiddenCharacter, textOfTree } from "./markdown-tree.ts";
import { readMarkdown } from "./read-markdown.ts";
import { type DrawnElement, drawTree } from "./tree-elements.ts";

type MarkdownBodyProps = { readonly text: string; readonly headingLevel: number };

/** Markdown that is known to be light enough; see {@link Markdown} for what is promised about it. */
export function MarkdownBody({ text, headingLevel }: MarkdownBodyProps) {
  const translate = useTranslations("reading");
  const tree = readMarkdown(text, {
    headingLevel,
    // Two responses on one page may carry the same footnote names.
    prefix: `${useId()}-`,
    footnotes: translate("footnotes"),
    backToText: translate("backToText"),
  });
  return drawTree(tree, components);
}

const components = {
  pre: Code,
  code: InlineCode,
  table: Table,
  input: TaskMark,
  img: Image,
  a: Anchor,
};

function Code({ node, children }: DrawnElement) {
  const code = node.children?.find((child) => child.type === "element");
  const text = textOfTree(code);
  const names = code?.properties?.["className"];
  const language = /^language-(.+)$/.exec(String(Array.isArray(names) ? names[0] : ""))?.[1];
  if (language === "math") return <Formula source={`$$${text}$$`} />;
  return (
    <CodeBlock
      code={text}
      language={language ?? null}
      hasMarks={code?.children?.some(isHiddenCharacter) ?? false}
    >
      {children}
    </CodeBlock>
  );
}

function InlineCode({ node, attributes, children }: DrawnElement) {
  const { className, ...rest } = attributes;
  const isFormula = String(className ?? "").startsWith("math-");
  return isFormula ? <Formula source={textOfTree(node)} /> : <code {...rest}>{children}</code>;
}

function Table({ attributes, children }: DrawnElement) {
  const translate = useTranslations("reading");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key.
    <section aria-label={translate("table")} tabIndex={0} className="relative overflow-x-auto">
      <table {...attributes}>{children}</table>
    </section>
  );
}

function Image({ attributes }: DrawnElement) {
  const alt = replaceHiddenCharacters(String(attributes["alt"] ?? ""));
  return <MarkdownImage alt={alt} address={String(attributes["src"] ?? "")} />;
}

/** Within the text it may lead, to footnotes; anything else shows its address first. */
function Anchor({ attributes, children }: DrawnElement) {
  const address = String(attributes["href"] ?? "");
  if (!address.startsWith("#")) return <MarkdownLink address={address}>{children}</MarkdownLink>;
  return <a {...attributes}>{children}</a>;
}

function TaskMark({ attributes }: DrawnElement) {
  const translate = useTranslations("reading");
  const isDone = attributes["checked"] === true;
  return (
    <span role="img" aria-label={translate(isDone ? "taskDone" : "taskOpen")} className="task-mark">
      {isDone && <CheckIcon />}
    </span>
  );
}
