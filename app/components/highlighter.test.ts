import { expect, test } from "vitest";
import { highlightCode } from "./highlighter.ts";

test("tokens are the code, cut and named", () => {
  const code = "const a = 'b'; // c\n<script>alert(1)</script>";
  const tokens = highlightCode(code, "js") ?? [];
  expect(tokens.map(({ text }) => text).join("")).toBe(code);
  expect(tokens.find(({ text }) => text === "const")?.kind).toBe("hljs-keyword");
});

test("an unknown language, a long code and a long line stay plain", () => {
  expect(highlightCode("a", "no-such-language")).toBeNull();
  expect(highlightCode("a\n".repeat(20_000), "js")).toBeNull();
  expect(highlightCode("a".repeat(2000), "js")).toBeNull();
});

test.each([
  "js",
  "ts",
  "python",
  "cpp",
  "css",
  "html",
  "json",
  "yaml",
  "ruby",
  "php",
  "bash",
  "sql",
  "rust",
  "go",
  "java",
  "swift",
  "kotlin",
  "csharp",
  "r",
  "lua",
  "haskell",
  "ini",
  "diff",
  "c",
  "sh",
])("code meant to stall the colours of %s does not", (language) => {
  const nasty = [
    "(".repeat(900),
    '"\\'.repeat(450),
    "<a ".repeat(300),
    "/*".repeat(450),
    "a:".repeat(450),
  ];
  const started = performance.now();
  highlightCode(nasty.join("\n").repeat(4), language);
  expect(performance.now() - started).toBeLessThan(1500);
});
