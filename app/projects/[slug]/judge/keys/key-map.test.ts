import fc from "fast-check";
import { expect, test } from "vitest";
import { listVerdictOptions, verdictActions } from "#app/projects/[slug]/judge/verdict-options.ts";
import { preferences, updatePreferencesInput } from "#server/contracts/preferences.ts";
import { judgmentForm } from "#server/contracts/project-settings.ts";
import { buildKeyMap, findAction, type KeyMap, remapKey, screenActions } from "./key-map.ts";
import { isReservedKey } from "./key-press.ts";

const form = judgmentForm.parse({ strengthLevels: 1 });
const defaults = mapOf(form, {});

function mapOf(of: typeof form, own: Record<string, string[]>, direction: "ltr" | "rtl" = "ltr") {
  const verdicts = verdictActions(listVerdictOptions(of, direction));
  return buildKeyMap([...verdicts, ...screenActions], own);
}

function press(key: string, code: string, shiftKey = false): string | null {
  return findAction(defaults, { key, code, shiftKey });
}

test("a key means its character: on Dvorak the key that types S skips, the one at its place does not", () => {
  expect(press("s", "Semicolon")).toBe("skip");
  expect(press("o", "KeyS")).toBeNull();
  expect(press("z", "Slash")).toBe("undo");
});

test("digits count by their place where they need shift to be typed, as on AZERTY", () => {
  expect(press("&", "Digit1")).toBe("left-1-of-1");
  expect(press("é", "Digit2")).toBe("right-1-of-1");
  expect(press("à", "Digit0")).toBe("tie");
  expect(press("1", "Digit1", true)).toBe("left-1-of-1");
  expect(press("z", "KeyW")).toBe("undo");
  expect(press("?", "KeyM", true)).toBe("keys");
});

test("letters count by their place on a keyboard that types no Latin letters", () => {
  expect(press("س", "KeyS")).toBe("skip");
  expect(press("ы", "KeyS")).toBe("skip");
  expect(press("؟", "Slash", true)).toBe("keys");
});

test("the number pad judges with and without its lock", () => {
  expect(press("1", "Numpad1")).toBe("left-1-of-1");
  expect(press("End", "Numpad1")).toBe("left-1-of-1");
  expect(press("ArrowLeft", "Numpad4")).toBe("left-1-of-1");
});

test("shift with a digit or an arrow selects or types, and judges nothing", () => {
  expect(press("!", "Digit1", true)).toBeNull();
  expect(press("ArrowLeft", "ArrowLeft", true)).toBeNull();
});

test("Caps Lock changes nothing", () => {
  expect(press("S", "KeyS")).toBe("skip");
});

test("where the page runs from right to left, the arrows still point at the response they choose", () => {
  const map = mapOf(form, {}, "rtl");
  const arrow = { code: "ArrowRight", key: "ArrowRight", shiftKey: false };
  expect(findAction(map, arrow)).toBe("left-1-of-1");
});

test("a character that a person chose wins over the place of a digit", () => {
  const map = mapOf(form, { skip: ["&"] });
  expect(findAction(map, { key: "&", code: "Digit1", shiftKey: false })).toBe("skip");
  expect(findAction(map, { key: "1", code: "Digit1", shiftKey: true })).toBe("left-1-of-1");
});

test("keys of one scale do not change those of another", () => {
  const own = { "left-1-of-1": ["q"] };
  const graded = mapOf(judgmentForm.parse({ strengthLevels: 3 }), own);
  expect(findAction(graded, { key: "q", code: "KeyQ", shiftKey: false })).toBeNull();
});

test.each([1, 2, 3, 4])(
  "with %i levels no two actions share a key by default",
  (strengthLevels) => {
    const keys = mapOf(judgmentForm.parse({ strengthLevels }), {}).flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
  },
);

test("after any run of changes each action still has a key of its own", () => {
  const key = fc.constantFrom("a", "s", "q", "1", "2", "x", "ArrowLeft", "&", "?");
  const id = fc.constantFrom(...defaults.map((action) => action.id));
  fc.assert(
    fc.property(fc.array(fc.record({ key, id }), { maxLength: 30 }), (changes) => {
      let map: KeyMap = defaults;
      let own: Record<string, string[]> = {};
      for (const change of changes) {
        const owner = map.find((action) => action.keys.includes(change.key))?.id ?? null;
        if (owner === change.id) continue;
        own = { ...own, ...remapKey(map, { ...change, swapWith: owner }) };
        map = mapOf(form, own);
      }
      const keys = map.flatMap((action) => action.keys);
      expect(new Set(keys).size).toBe(keys.length);
      expect(map.every((action) => action.keys.length > 0)).toBe(true);
      expect(updatePreferencesInput.safeParse({ keys: own }).success).toBe(true);
      expect(preferences.parse({ keys: own }).keys).toEqual(own);
    }),
  );
});

test.each(["Tab", "Escape", " ", "F5", "Shift", "PageDown", "ArrowDown", "Dead"])(
  "%j stays with the browser",
  (key) => {
    expect(isReservedKey(key)).toBe(true);
  },
);
