import { expect, test } from "vitest";
import { judgmentForm } from "#server/contracts/project-settings.ts";
import { listIncomparable, moveReason } from "./form-changes.ts";
import { readForm } from "./read-form.ts";
import { findScale, scales } from "./scales.ts";

const plain = judgmentForm.parse({});

test.each([
  [{ reasons: ["Clearer", "clearer "] }, "reasons"],
  [{ reasons: [" "] }, "reasons"],
  [{ reasons: ["x".repeat(61)] }, "reasons"],
  [{ rationale: { ask: "required" as const, lengthMin: 1001 } }, "rationale"],
  [{ rationale: { ask: "required" as const, lengthMin: 1.5 } }, "rationale"],
  [{ rationale: { ask: "optional" as const, lengthMin: Number.NaN } }, "rationale"],
  [{ rankingSize: 4, strengthLevels: 2 }, "rankingSize"],
  [{ rankingSize: 4, hasSafetyStep: true }, "rankingSize"],
  [{ rankingSize: 4, canEdit: true }, "rankingSize"],
  [{ flags: ["false" as const, "false" as const] }, "flags"],
])("%j is refused at its own part", (part, field) => {
  const { form, errors } = readForm({ ...plain, ...part });
  expect(form).toBeNull();
  expect(Object.keys(errors)).toEqual([field]);
});

test("what can be saved is saved without the blanks around it", () => {
  const { form } = readForm({ ...plain, reasons: [" Clearer\u0000 "] });
  expect(form?.reasons).toEqual(["Clearer"]);
});

test("every named scale is recognised, and a mixture is none of them", () => {
  for (const scale of scales) expect(findScale({ ...plain, ...scale })?.id).toBe(scale.id);
  expect(findScale({ strengthLevels: 2, hasTie: false, hasBothBad: true })).toBeNull();
});

test("a change of scale is said to be incomparable, and more questions are not", () => {
  expect(listIncomparable(plain, { ...plain, flags: ["false"], hasSafetyStep: true })).toEqual([]);
  expect(listIncomparable(plain, { ...plain, strengthLevels: 3, hasTie: false })).toHaveLength(2);
  const tagged = { ...plain, reasons: ["Clearer"] };
  expect(listIncomparable(tagged, plain)[0]).toContain("“Clearer”");
  expect(listIncomparable(plain, tagged)).toEqual([]);
});

test("a reason moves by one place and stops at the ends", () => {
  expect(moveReason(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moveReason(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moveReason(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moveReason(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});
