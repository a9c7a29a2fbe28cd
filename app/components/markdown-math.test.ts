import fc from "fast-check";
import { expect, test } from "vitest";
import { renderFormula } from "./formula-renderer.ts";
import { hideMath, readFormula } from "./markdown-math.ts";

test.each([
  ["Energy is $E = mc^2$.", ["$E = mc^2$"]],
  ["$x$, $y$ and the $n$th", ["$x$", "$y$", "$n$"]],
  ["\\(a\\) and \\[b\\]", ["\\(a\\)", "\\[b\\]"]],
  ["$$\na\n=\nb\n$$", ["$$\na\n=\nb\n$$"]],
  ["| $|x|$ | $$y$$ |", ["$|x|$", "$$y$$"]],
  ["Costs \\$5, so $x\\$y$", ["$x\\$y$"]],
  ["$5x$ and $2 \\times 3$", ["$5x$", "$2 \\times 3$"]],
])("in %j the formulas are %j", (text, formulas) => {
  expect(hideMath(text).formulas).toEqual(formulas);
});

test.each([
  "It costs $5 and $10.",
  "From $5 to $10, or US$20-US$30; $1,000–$2,000.",
  "Paid $5 million, then earned 10$ more",
  "Between $20 billion and 30 billion$",
  "echo $HOME and $PATH; echo $HOME/$USER",
  "`$a$` and ``b $c$ d``",
  "```\n$a$\n```",
  "~~~sh\necho $a $b$\n",
  "> ```\n> $a$\n> ```",
  "$ a $ and $$$",
  "$a\n\nb$",
  "a price of 5$ or 6$",
  "\\\\(not a formula",
  "\\[text\\](https://example.org)",
  "$",
  "",
])("there is no formula in %j", (text) => {
  expect(hideMath(text)).toEqual({ text, formulas: [] });
});

test("a formula in a quote loses the marks of the quote", () => {
  const [formula = ""] = hideMath("> $$\n> a\n> b\n> $$").formulas;
  expect(readFormula(formula).tex.trim()).toBe("a\nb");
  expect(readFormula(formula).isDisplay).toBe(true);
});

test("text with the marks themselves in it cannot smuggle a formula in", () => {
  const { text, formulas } = hideMath("\uFDD00\uFDD1 $x$");
  expect(formulas).toEqual(["$x$"]);
  expect(text).toBe("\uFFFD0\uFFFD \uFDD00\uFDD1");
});

test("whatever the text, putting the formulas back gives it again", () => {
  const piece = fc.constantFrom("$", "$$", "\\(", "\\)", "\\[", "\\]", "`", "```", "\n", "> ", "a");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const source = pieces.join("");
      const { text, formulas } = hideMath(source);
      expect(text.replace(/\uFDD0(\d+)\uFDD1/g, (_, index) => formulas[index] ?? "")).toBe(source);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["dollar signs", "$a ".repeat(20_000)],
  ["double dollar signs", "$$a ".repeat(20_000)],
  ["escaped brackets", "\\[a ".repeat(20_000)],
  ["unclosed code", "`a ``b ".repeat(10_000)],
  ["fences", "```\n$a\n".repeat(10_000)],
])("%s without end are searched in less than a second", (_, text) => {
  const started = performance.now();
  hideMath(text);
  expect(performance.now() - started).toBeLessThan(1000);
});

test("a formula is drawn with its MathML", () => {
  const html = renderFormula("\\frac{a}{b}", true) ?? "";
  expect(html).toContain("<math");
  expect(html).toContain("katex-display");
});

test.each([
  "\\href{javascript:alert(1)}{x}",
  "\\url{https://tracker.test}",
  "\\includegraphics{https://tracker.test/p.png}",
  "\\htmlClass{fixed inset-0}{x}",
  "\\htmlData{a=b}{x}",
  "\\htmlStyle{position:fixed}{x}",
  '<img src=x onerror="alert(1)">',
  "\\text{<script>alert(1)</script>}",
])("%s gets no markup of its own through", (tex) => {
  const html = renderFormula(tex, false) ?? "";
  expect(html).not.toMatch(/<(script|img|a|iframe)\b|href=|style="position:fixed|fixed inset-0"/i);
});

test("a size that a formula asks for ends at that of the column", () => {
  const html = renderFormula("\\rule{9999em}{9999em}\\kern{9999em}\\hspace{9999em}", false) ?? "";
  const styles = [...html.matchAll(/style="([^"]*)"/g)].join(" ");
  const sizes = [...styles.matchAll(/(\d+(?:\.\d+)?)em/g)].map(([, size]) => Number(size));
  expect(sizes.length).toBeGreaterThan(2);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(40);
});

test.each([
  ["a macro that calls itself", "\\def\\a{\\a\\a}\\a"],
  ["macros that double", `${doubling(24)}\\m24`],
  ["nested fractions", `${"\\frac{a}{".repeat(300)}b${"}".repeat(300)}`],
  ["nested powers", `${"x^{".repeat(900)}x${"}".repeat(900)}`],
  ["open braces", "{".repeat(5000)],
  ["nested roots", `${"\\sqrt{".repeat(600)}x${"}".repeat(600)}`],
  ["nested brackets that grow", `${"\\left(".repeat(300)}x${"\\right)".repeat(300)}`],
  ["a huge array", `\\begin{matrix}${"a&".repeat(2400)}\\end{matrix}`],
])("%s ends within two seconds, drawn or not", (_, tex) => {
  const started = performance.now();
  expect(() => renderFormula(tex, true)).not.toThrow();
  expect(performance.now() - started).toBeLessThan(2000);
});

function doubling(levels: number): string {
  return Array.from(
    { length: levels },
    (_, level) => `\\def\\m${level + 1}{\\m${level}\\m${level}}`,
  ).join("");
}
