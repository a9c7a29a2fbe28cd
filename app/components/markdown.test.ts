import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Markdown } from "./markdown.tsx";

test.each([
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  '<svg onload="alert(1)"><a xlink:href="javascript:alert(1)">x</a></svg>',
  '<math><mtext><style><img src=x onerror="alert(1)"></style></mtext></math>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  "text <b onclick=alert(1)>bold</b> text",
  "- <img src=x onerror=alert(1)>",
  "<!-- <script>alert(1)</script> -->",
])("the HTML in %j is there to read and is no HTML", (text) => {
  const html = render(text);
  expect(elementsOf(html)).toEqual(expect.not.arrayContaining(forbidden));
  expect(html).not.toMatch(/<[^>]*\son\w+=/i);
  expect(textOf(html)).toContain(text.replace(/^- /, "").split("\n")[0]);
});

const forbidden = ["script", "img", "svg", "math", "iframe", "style", "b", "object", "a"];

test.each([
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](vbscript:alert(1))",
  "[x](/account)",
  "<javascript:alert(1)>",
])("%j leads nowhere", (text) => {
  const html = render(text);
  expect(elementsOf(html)).not.toContain("a");
  expect(elementsOf(html)).not.toContain("button");
  expect(html).not.toMatch(/href/i);
});

test("an outside link is a button that shows its address first", () => {
  const html = render("[docs](https://example.org/a?b=1)");
  expect(elementsOf(html)).toContain("button");
  expect(elementsOf(html)).not.toContain("a");
});

test("an image is named and not fetched", () => {
  const html = render("![a cat](https://tracker.test/cat.png)");
  expect(elementsOf(html)).not.toContain("img");
  expect(textOf(html)).toContain("Image: a cat (https://tracker.test/cat.png)");
});

test("headings are nested under the page, and none is skipped", () => {
  const levels = (text: string) => elementsOf(render(text)).filter((name) => /^h\d$/.test(name));
  expect(levels("### a\n\n# b\n\n#### c\n\n## d")).toEqual(["h3", "h3", "h4", "h4"]);
  expect(levels("# a\n\n## b\n\n### c\n\n#### d\n\n##### e")).toEqual([
    "h3",
    "h4",
    "h5",
    "h6",
    "h6",
  ]);
});

test("footnotes of two responses on one page do not share a name", () => {
  const text = "One[^1].\n\n[^1]: A note.";
  const both = renderToStaticMarkup(
    createElement(
      "div",
      null,
      createElement(Markdown, { text }),
      createElement(Markdown, { text }),
    ),
  );
  const ids = [...both.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(3);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of both.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
});

test("tables, task lists and code keep their form, and blocks find their own direction", () => {
  const html = render(
    "| a | b |\n|--|--|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\n```js\nlet a;\n```\n\nسلام",
  );
  expect(elementsOf(html)).toEqual(expect.arrayContaining(["table", "pre", "code"]));
  expect(html).toContain('aria-label="Done:"');
  expect(html).toContain('aria-label="Not done:"');
  expect(html).toMatch(/<p dir="auto">سلام<\/p>/);
  expect(html).toMatch(/<pre dir="ltr" tabindex="0">/);
});

test("a long line without a blank and an unclosed fence do no harm", () => {
  expect(textOf(render("x".repeat(100_000)))).toHaveLength(100_000);
  expect(elementsOf(render("```\nnever closed"))).toContain("pre");
});

function render(text: string): string {
  return renderToStaticMarkup(createElement(Markdown, { text }));
}

function elementsOf(html: string): string[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name]) => String(name).toLowerCase());
}

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
}
