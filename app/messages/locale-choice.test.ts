import { expect, test } from "vitest";
import { chooseLocale } from "./locale-choice.ts";

test("what was chosen in this browser wins over what the browser asks for", () => {
  expect(chooseLocale("ar", "en-GB,en;q=0.9")).toBe("ar");
  expect(chooseLocale("en", "ar")).toBe("en");
});

test.each([
  ["ar-EG,ar;q=0.9,en;q=0.8", "ar"],
  ["fr-FR,fr;q=0.9,ar;q=0.4,en;q=0.5", "en"],
  ["ar;q=0,en", "en"],
  ["de", "en"],
  ["", "en"],
  [";;q=,,*", "en"],
])("a browser that accepts %j is spoken to in %s", (accepted, locale) => {
  expect(chooseLocale(undefined, accepted)).toBe(locale);
});

test("a cookie that names no language is passed over", () => {
  expect(chooseLocale("__proto__", "ar")).toBe("ar");
});
