"use client";

import { type ComponentProps, useId } from "react";
import ReactMarkdown, { type Components, type ExtraProps } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { useTranslations } from "use-intl/react";
import { CodeBlock } from "./code-block.tsx";
import { Formula } from "./formula.tsx";
import { replaceHiddenCharacters } from "./hidden-characters.ts";
import { CheckIcon } from "./icons.tsx";
import { MarkdownImage } from "./markdown-image.tsx";
import { MarkdownLink } from "./markdown-link.tsx";
import { hideMath, restoreMath } from "./markdown-math.ts";
import {
  flattenDeepNesting,
  isHiddenCharacter,
  liftImagesFromLinks,
  nestHeadings,
  showHiddenCharacters,
  showHtmlAsText,
  textOfTree,
} from "./markdown-tree.ts";
import { setDirections } from "./text-direction.ts";

type MarkdownBodyProps = { readonly text: string; readonly headingLevel: number };

/** Markdown that is known to be light enough; see {@link Markdown} for what is promised about it. */
export function MarkdownBody({ text, headingLevel }: MarkdownBodyProps) {
  const translate = useTranslations("reading");
  // Two responses on one page may carry the same footnote names.
  const prefix = `${useId()}-`;
  const math = hideMath(text);
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm, [restoreMath, math]]}
      remarkRehypeOptions={{
        clobberPrefix: "",
        footnoteLabel: translate("footnotes"),
        footnoteBackLabel: () => translate("backToText"),
      }}
      rehypePlugins={[
        showHtmlAsText,
        [rehypeSanitize, { ...schema, clobberPrefix: prefix }],
        liftImagesFromLinks,
        showHiddenCharacters,
        setDirections,
        flattenDeepNesting,
        [nestHeadings, { base: headingLevel }],
      ]}
      components={{ ...components, a: (props) => <Anchor {...props} prefix={prefix} /> }}
    >
      {math.text}
    </ReactMarkdown>
  );
}

type Props<Name extends "a" | "pre" | "code" | "table" | "input" | "img"> = ComponentProps<Name> &
  ExtraProps;

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

const components: Components = {
  pre: Code,
  code: InlineCode,
  table: Table,
  input: TaskMark,
  img: ({ alt, src }) => (
    <MarkdownImage
      alt={replaceHiddenCharacters(alt ?? "")}
      address={typeof src === "string" ? src : ""}
    />
  ),
};

function Code({ node, children }: Props<"pre">) {
  const code = node?.children.find((child) => child.type === "element");
  const text = textOfTree(code);
  const names = code?.properties["className"];
  const language = /^language-(.+)$/.exec(String(Array.isArray(names) ? names[0] : ""))?.[1];
  if (language === "math") return <Formula source={`$$${text}$$`} />;
  return (
    <CodeBlock
      code={text}
      language={language ?? null}
      hasMarks={code?.children.some(isHiddenCharacter) ?? false}
    >
      {children}
    </CodeBlock>
  );
}

function InlineCode({ node, className, ...rest }: Props<"code">) {
  if (className?.startsWith("math-")) return <Formula source={textOfTree(node)} />;
  return <code {...rest} />;
}

function Table({ node: _, ...rest }: Props<"table">) {
  const translate = useTranslations("reading");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key.
    <section aria-label={translate("table")} tabIndex={0} className="relative overflow-x-auto">
      <table {...rest} />
    </section>
  );
}

function Anchor({
  node: _,
  prefix,
  href = "",
  children,
  ...rest
}: Props<"a"> & { prefix: string }) {
  if (!href.startsWith("#")) return <MarkdownLink address={href}>{children}</MarkdownLink>;
  return (
    <a {...rest} href={`#${prefix}${href.slice(1)}`}>
      {children}
    </a>
  );
}

function TaskMark({ checked }: Props<"input">) {
  const translate = useTranslations("reading");
  const isDone = checked === true;
  return (
    <span role="img" aria-label={translate(isDone ? "taskDone" : "taskOpen")} className="task-mark">
      {isDone && <CheckIcon />}
    </span>
  );
}
