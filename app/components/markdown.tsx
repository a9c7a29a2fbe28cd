import { type ComponentProps, useId } from "react";
import ReactMarkdown, { type Components, type ExtraProps } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { classNames } from "./class-names.ts";
import { CheckIcon } from "./icons.tsx";
import { MarkdownLink } from "./markdown-link.tsx";
import { nestHeadings, showHtmlAsText } from "./markdown-tree.ts";

type MarkdownProps = {
  readonly text: string;
  /** Level of the first heading in the text; the page has those above it. */
  readonly headingLevel?: number;
  readonly className?: string;
};

/**
 * Text that somebody or some model wrote, as Markdown. HTML in it is shown as text, never
 * interpreted; links stay inert until their address has been seen; nothing is fetched for it.
 */
export function Markdown({ text, headingLevel = 3, className }: MarkdownProps) {
  // Two responses on one page may carry the same footnote names.
  const prefix = `${useId()}-`;
  return (
    <div className={classNames("prose", className)}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        remarkRehypeOptions={{ clobberPrefix: "" }}
        rehypePlugins={[
          showHtmlAsText,
          [rehypeSanitize, { ...schema, clobberPrefix: prefix }],
          [nestHeadings, { base: headingLevel }],
        ]}
        components={{ ...components, a: (props) => <Anchor {...props} prefix={prefix} /> }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}

type AnchorProps = ComponentProps<"a"> & ExtraProps & { readonly prefix: string };

const schema = {
  ...defaultSchema,
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto"] },
};

const components: Components = {
  p: ({ node: _, ...rest }) => <p dir="auto" {...rest} />,
  li: ({ node: _, ...rest }) => <li dir="auto" {...rest} />,
  ul: ({ node: _, ...rest }) => <ul dir="auto" {...rest} />,
  ol: ({ node: _, ...rest }) => <ol dir="auto" {...rest} />,
  blockquote: ({ node: _, ...rest }) => <blockquote dir="auto" {...rest} />,
  pre: ({ node: _, ...rest }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key.
    <pre dir="ltr" tabIndex={0} {...rest} />
  ),
  table: ({ node: _, ...rest }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key.
    <section aria-label="Table" tabIndex={0} className="relative overflow-x-auto">
      <table dir="auto" {...rest} />
    </section>
  ),
  input: ({ checked }) => <TaskMark isDone={checked === true} />,
  img: ({ alt, src }) => <ImageMark alt={alt ?? ""} address={typeof src === "string" ? src : ""} />,
};

function Anchor({ node: _, prefix, href = "", children, ...rest }: AnchorProps) {
  if (!href.startsWith("#")) return <MarkdownLink address={href}>{children}</MarkdownLink>;
  return (
    <a {...rest} href={`#${prefix}${href.slice(1)}`}>
      {children}
    </a>
  );
}

function TaskMark({ isDone }: { readonly isDone: boolean }) {
  return (
    <span role="img" aria-label={isDone ? "Done:" : "Not done:"} className="task-mark">
      {isDone && <CheckIcon />}
    </span>
  );
}

/** Images would tell another server who is looking, so only their words are shown. */
function ImageMark({ alt, address }: { readonly alt: string; readonly address: string }) {
  return (
    <span className="rounded-control border border-dashed border-line-strong px-2 py-0.5 text-sm text-muted">
      Image{alt ? `: ${alt}` : ""} ({address || "no address"})
    </span>
  );
}
