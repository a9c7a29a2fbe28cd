import { expect, test } from "vitest";
import { heavyCorpus, hostileCorpus } from "./testing/hostile-corpus.ts";
import { attributesOf, elementsOf, renderMarkdown as render, textOf } from "./testing/render.tsx";

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
  "[x](blob:https://example.org/1)",
  "[x](file:///etc/passwd)",
  "[x](//example.org/x)",
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

test("an image is named, with its host, and not fetched", () => {
  const html = render("![a cat](https://tracker.test/cat.png)");
  expect(elementsOf(html)).not.toContain("img");
  expect(elementsOf(html)).not.toContain("iframe");
  expect(textOf(html)).toContain("Image: a cat");
  expect(textOf(html)).toContain("Show image from tracker.test");
});

test.each(["data:image/svg+xml,<svg/>", "blob:x", "/logo.png", "javascript:alert(1)"])(
  "an image at %j can be read about and not be asked for",
  (address) => {
    const html = render(`![words](${address})`);
    expect(elementsOf(html)).not.toContain("button");
    expect(html).not.toMatch(/src=/);
    expect(textOf(html)).toContain("Image: words");
  },
);

test("an image in a link stands behind it, so that no control holds another", () => {
  const html = render("[![build](https://a.test/b.png)](https://example.org)");
  expect(html).not.toMatch(/<button(?:(?!<\/button>).)*<button/);
  expect(textOf(html)).toMatch(/^build.*Image: build/);
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
  const both = render(text, text);
  const ids = attributesOf(both, "id");
  expect(ids.length).toBeGreaterThan(3);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of both.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
});

test("tables, task lists and code keep their form, and code can be copied", () => {
  const html = render(
    "| a | b |\n|--|--|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\n```js\nlet a;\n```",
  );
  expect(elementsOf(html)).toEqual(expect.arrayContaining(["table", "pre", "code"]));
  expect(html).toContain('aria-label="Done:"');
  expect(html).toContain('aria-label="Not done:"');
  expect(html).toContain('aria-label="Copy code"');
  expect(html).toMatch(/<pre dir="ltr" tabindex="0"/);
});

test("each block has the direction of its first letter, and the list around it too", () => {
  const html = render("Hello سلام\n\n«سلام» hello\n\n1. واحد\n2. two\n\n`code` שלום\n\n12 – 34");
  expect(html).toContain('<p dir="ltr">Hello');
  expect(html).toContain('<p dir="rtl">«سلام»');
  expect(html).toContain('<ol dir="rtl">');
  expect(html).toContain('<li dir="rtl">واحد');
  expect(html).toContain('<li dir="ltr">two');
  expect(html).toContain('<p dir="rtl"><code dir="ltr">code</code> שלום');
  expect(html).toContain('<p dir="auto">12');
});

test("formulas are kept whole, with their source to read until they are drawn", () => {
  const html = render("So $a_1 * b_1 * c$ and\n\n\\[\nx\n=\n- 1\n\\]");
  expect(elementsOf(html)).not.toContain("em");
  expect(elementsOf(html)).not.toContain("ul");
  expect(textOf(html)).toContain("$a_1 * b_1 * c$");
  expect(textOf(html)).toContain("\\[\nx\n=\n- 1\n\\]");
});

test("characters that reorder or hide text are named where they stand", () => {
  const html = render("user\u202Egnp.exe and \u{E0041}\u{E0042} and `a\u2066b`");
  expect(html).not.toMatch(/[\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]/u);
  for (const name of ["U+202E", "U+E0041 × 2", "U+2066"]) expect(textOf(html)).toContain(name);
});

test("emoji of several characters, flags and joined scripts stay whole", () => {
  const text = "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇩🇪 می‌خواهم क्‍ष ❤️";
  expect(textOf(render(text))).toBe(text);
});

test("a long line without a blank and an unclosed fence do no harm", () => {
  expect(textOf(render("x".repeat(100_000)))).toHaveLength(100_000);
  expect(elementsOf(render("```\nnever closed"))).toContain("pre");
});

test.each([...hostileCorpus, ...heavyCorpus])(
  "$name: soon there, without an element that could run or fetch",
  ({ text }) => {
    const started = performance.now();
    const html = render(text);
    expect(performance.now() - started).toBeLessThan(2000);
    const elements = new Set(elementsOf(html));
    for (const name of [...forbidden, "form", "base", "meta", "link", "body", "details"]) {
      // The icons of buttons are drawings, and a footnote or nothing is an anchor here.
      if (name !== "svg" && name !== "b") expect(elements).not.toContain(name);
    }
    expect(html).not.toMatch(/<[^>]*\s(on\w+|srcdoc|action|formaction)=|\sstyle="(?!text-align)/i);
    expect(html).not.toMatch(/<[^>]*\s(href|src|xlink:href)="(?!#)/i);
  },
);

test("a null byte and halves of surrogate pairs are shown as signs", () => {
  const html = render("a\0b\uD800c\uDC00d `\0` \uDBFF");
  expect(html).not.toMatch(/\0|\p{Surrogate}/u);
  expect(textOf(html)).toMatch(/^a.+b.+c.+d/);
});
