import { expect, test } from "vitest";
import { safePath } from "./safe-path.ts";

test.each([
  ["/projects/demo/judge?from=1#top", "/projects/demo/judge?from=1#top"],
  ["/invite/abc_DEF-1", "/invite/abc_DEF-1"],
])("%s is a place within this site", (wanted, path) => {
  expect(safePath(wanted)).toBe(path);
});

test.each([
  undefined,
  "",
  "projects",
  "//evil.test/",
  "/\\evil.test",
  "\\/evil.test",
  "/\t/evil.test",
  "https://evil.test/",
  "javascript:alert(1)",
  "http://inside.invalid.evil.test/",
  ["/a", "/b"],
])("%j leads to the start page", (wanted) => {
  expect(safePath(wanted)).toBe("/");
});
