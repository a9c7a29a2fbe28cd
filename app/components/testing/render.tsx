import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl/react";
import { Markdown } from "#app/components/markdown.tsx";
import { en } from "#app/messages/en/index.ts";

/** Markup of components with the English words around them. */
function renderInEnglish(children: ReactNode): string {
  return renderToStaticMarkup(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      {children}
    </IntlProvider>,
  );
}

/** Markup of one page with these texts, each as Markdown. */
export function renderMarkdown(...texts: readonly string[]): string {
  // biome-ignore lint/suspicious/noArrayIndexKey: rendered once.
  return renderInEnglish(texts.map((text, index) => <Markdown key={index} text={text} />));
}

export function elementsOf(html: string): string[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name]) => String(name).toLowerCase());
}

export function attributesOf(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`\\s${name}="([^"]+)"`, "g"))].map(([, value]) =>
    String(value),
  );
}

export function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
}
