/**
 * Texts that were written to break a page that shows them: to run, to fetch, to hide, to stall or to
 * burst its layout. Each promises the same: all of it can be read, and nothing else happens.
 */
export type HostileText = { readonly name: string; readonly text: string };

/** What a text that runs would do; nothing else ever sets it. */
export const runMark = "hacked";
const run = `document.title='${runMark}'`;

/** A host that no test may ever reach. */
export const trackerHost = "tracker.example";
const tracker = `https://${trackerHost}`;

export const hostileCorpus: readonly HostileText[] = [
  {
    name: "HTML that runs",
    text: [
      `<script>${run}</script>`,
      `<img src=x onerror="${run}"><body onload="${run}">`,
      `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`,
      `<details open ontoggle="${run}"><summary>x</summary></details>`,
      `<style>@import url(${tracker}/a.css);*{display:none!important}</style>`,
      `<base href="${tracker}"><meta http-equiv="refresh" content="0;url=${tracker}">`,
      `<form action="${tracker}"><input autofocus onfocus="${run}"></form>`,
      `<noscript><p title="</noscript><img src=x onerror=${run}>"></noscript>`,
    ].join("\n\n"),
  },
  {
    name: "SVG and MathML",
    text: [
      `<svg onload="${run}"><script>${run}</script><use href="${tracker}/s.svg#a"/></svg>`,
      `<svg><foreignObject><iframe src="javascript:${run}"></iframe></foreignObject></svg>`,
      `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
      `<math href="javascript:${run}">click</math>`,
    ].join("\n\n"),
  },
  {
    name: "links and images that run or tell",
    text: [
      `[click](javascript:${run}) [click](JAVASCRIPT:${run}) [click](java\tscript:${run})`,
      `[click](data:text/html,<script>${run}</script>) [click](vbscript:x) [click](file:///etc/passwd)`,
      `[click](blob:https://x/y) [click](//${trackerHost}/x) [click][ref]`,
      `![pixel](${tracker}/p.png) ![pixel](data:image/svg+xml,<svg/onload=${run}>)`,
      `[![both](${tracker}/b.png)](javascript:${run})`,
      `<${tracker}/auto> www.${trackerHost} someone@${trackerHost}`,
      `[ref]: javascript:${run}`,
    ].join("\n\n"),
  },
  {
    name: "text that is not what it seems",
    text: [
      "user\u202Egnp.exe \u2066isolated\u2069 \u202Doverride\u202C",
      "```js\nif (isAdmin\u202E \u2066) // nothing\u2069 \u2066) {\n```",
      "zero\u200Bwidth\u200Cjoin\u200Ders \uFEFF soft\u00ADhyphen",
      "hidden:\u{E0069}\u{E0067}\u{E006E}\u{E006F}\u{E0072}\u{E0065} tags",
      "bell \u0007 escape \u001B[31m delete \u007F next line \u0085",
      `Z${"\u0351\u0347\u0349".repeat(200)}algo`,
      "\uFDD00\uFDD1 \uFFFE \uFFFF",
    ].join("\n\n"),
  },
  {
    name: "formulas that burst",
    text: [
      "$\\rule{9999em}{9999em}$ and $\\kern{9999em}x$ and $\\raisebox{9999em}{x}$",
      "$$\\def\\a{\\a\\a}\\a$$",
      "$$\\href{javascript:alert(1)}{x} \\includegraphics{https://tracker.example/p.png}$$",
      "$\\htmlStyle{position:fixed;inset:0}{x}$ $\\color{red}\\unknown$ $\\frac{$",
      `$$${"x+".repeat(1500)}x$$`,
      `$${"\\underbrace{".repeat(20)}a_very_long_word${"}".repeat(20)}$`,
      `$${"$".repeat(300)} \\[ \\( ${"\\(".repeat(200)}`,
    ].join("\n\n"),
  },
  {
    name: "words and lines without end",
    text: [
      "x".repeat(5000),
      `https://example.org/${"a".repeat(3000)}`,
      `**${"y".repeat(2000)}** \`${"z".repeat(2000)}\``,
      `# ${"Heading".repeat(200)}`,
      `\`\`\`\n${"code ".repeat(2000)}\n\`\`\``,
      `|${" a |".repeat(60)}\n|${"--|".repeat(60)}\n|${" cell |".repeat(60)}`,
      `| ${"w".repeat(3000)} | b |\n|--|--|\n| 1 | 2 |`,
      `> ${"> ".repeat(40)}deep`,
      `${"- ".repeat(40)}deep`,
    ].join("\n\n"),
  },
  {
    name: "other languages of markup",
    text: [
      "---\ntitle: !!js/function 'function(){}'\na: &a [*a, *a]\n---",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant to be one, elsewhere.
      "{{constructor.constructor('return 1')()}} ${7*7} <%= 7*7 %> #{7*7}",
      "```mermaid\ngraph TD; A[<img src=x onerror=alert(1)>]-->B\n```",
      "```html\n<script>alert(1)</script>\n```",
      "</section></article></main><h1>Not a heading of this page</h1>",
      "]]> <![CDATA[ x ]]> <?php echo 1 ?> <!-- x -- y -->",
    ].join("\n\n"),
  },
  {
    name: "scripts mixed",
    text: [
      "# عنوان بالعربية with English",
      "النص العربي يحتوي على `code` و $x^2 + y^2$ وعلى https://example.org ثم English words.",
      "1. أولاً\n2. second\n3. שלישי\n   - متداخل",
      "| اسم | عدد |\n|---|---:|\n| قلم | 3 |\n| pen | 4 |",
      "> اقتباس «with quotes» 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
      "日本語と中文 mixed ไทย हिन्दी 한국어",
    ].join("\n\n"),
  },
];

/** Those that are large, or nested beyond reason; they are shown as they are. */
export const heavyCorpus: readonly HostileText[] = [
  { name: "a line of a megabyte", text: "x".repeat(1_000_000) },
  { name: "ten thousand quotes", text: "> ".repeat(10_000) },
  { name: "ten thousand lists", text: "- ".repeat(10_000) },
  { name: "ten thousand brackets", text: "[".repeat(10_000) + "]".repeat(10_000) },
  { name: "emphasis", text: "*a **a ".repeat(5000) },
  { name: "backticks", text: Array.from({ length: 400 }, (_, n) => "`".repeat(n + 1)).join("a") },
  {
    name: "a huge table",
    text: `|${" a |".repeat(100)}\n|${"--|".repeat(100)}\n${`|${" 1 |".repeat(100)}\n`.repeat(300)}`,
  },
];
