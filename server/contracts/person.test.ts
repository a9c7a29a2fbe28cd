import { expect, test } from "vitest";
import { emailAddress, newPassword, personName } from "./person.ts";

test.each([
  ["  Ann   Lee ", "Ann Lee"],
  ["Ann\nLee\t", "Ann Lee"],
  ["\u202eeeL nnA", "eeL nnA"],
  ["李小龙", "李小龙"],
  ["<script>alert(1)</script>", "<script>alert(1)</script>"],
])("the name %j is kept as %j", (typed, kept) => {
  expect(personName.parse(typed)).toBe(kept);
});

test.each(["", "   ", "\u202e\u2066", "x".repeat(81)])("%j is no name", (typed) => {
  expect(personName.safeParse(typed).success).toBe(false);
});

test("addresses are compared in lower case and without blanks around them", () => {
  expect(emailAddress.parse(" Ann@Example.ORG ")).toBe("ann@example.org");
});

test.each(["ann", "ann@", "@example.org", "a b@example.org", `${"a".repeat(260)}@example.org`])(
  "%j is no address",
  (typed) => {
    expect(emailAddress.safeParse(typed).success).toBe(false);
  },
);

test("a password of nine characters is too short, one of ten is not", () => {
  expect(newPassword.safeParse("ninechars").success).toBe(false);
  expect(newPassword.safeParse("tencharact").success).toBe(true);
});
