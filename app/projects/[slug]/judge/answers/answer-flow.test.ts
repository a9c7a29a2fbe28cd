import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findAnswerFault } from "#server/contracts/answer-rules.ts";
import { recordJudgmentInput } from "#server/contracts/judgment.ts";
import { judgmentForm } from "#server/contracts/project-settings.ts";
import { responseAttributes, responseFlags, safetyBins } from "#server/contracts/vocabulary.ts";
import { pressSubmit, pressVerdict } from "./answer-flow.ts";
import { answersOf, type Draft, draftOf, emptyDraft } from "./draft.ts";
import { draftSchema } from "./draft-schema.ts";

const texts = { left: "Left text.", right: "Right text." };
const left = { verdict: "left", strength: null } as const;
const right = { verdict: "right", strength: null } as const;

function formOf(part: Parameters<typeof judgmentForm.parse>[0]) {
  return judgmentForm.parse(part);
}

function withAnswers(part: Partial<Draft["answers"]>, verdict: Draft["verdict"] = "left"): Draft {
  return { ...emptyDraft, verdict, answers: { ...emptyDraft.answers, ...part } };
}

describe("a press of a verdict", () => {
  test("decides at once where nothing else is asked", () => {
    const shown = { form: formOf({}), texts };
    expect(pressVerdict(emptyDraft, left, shown)).toEqual({
      kind: "submit",
      submission: { ...left, strengthLevels: 1 },
    });
  });

  test("chooses first where more is asked, and submits when pressed again", () => {
    const shown = { form: formOf({ flags: ["false"] }), texts };
    const first = pressVerdict(emptyDraft, left, shown);
    expect(first).toMatchObject({ kind: "ask", missing: [], draft: { verdict: "left" } });
    if (first.kind !== "ask") return;
    expect(pressVerdict(first.draft, right, shown)).toMatchObject({
      kind: "ask",
      draft: { verdict: "right" },
    });
    expect(pressVerdict(first.draft, left, shown)).toMatchObject({
      kind: "submit",
      submission: { verdict: "left", answers: { flags: null } },
    });
  });

  test("pressed again it submits nothing while something required is open", () => {
    const form = formOf({ hasSafetyStep: true, rationale: { ask: "required", lengthMin: 5 } });
    const pressed = pressVerdict({ ...emptyDraft, ...left }, left, { form, texts });
    expect(pressed).toMatchObject({ kind: "ask", missing: ["safety", "rationale"] });
  });

  test("counts no more once the scale has changed, whatever its steps are called now", () => {
    const seven = { form: formOf({ strengthLevels: 3, flags: ["false"] }), texts };
    const five = { form: formOf({ strengthLevels: 2, flags: ["false"] }), texts };
    const pressed = pressVerdict(emptyDraft, { verdict: "left", strength: 2 }, seven);
    if (pressed.kind !== "ask") throw new Error("it decided at once");
    expect(pressSubmit(pressed.draft, seven).kind).toBe("submit");
    expect(pressSubmit(pressed.draft, five)).toMatchObject({ kind: "ask" });
  });

  test("to a tie it takes back that only the preferred one is safe", () => {
    const form = formOf({ hasSafetyStep: true });
    const draft = withAnswers({ safety: "preferred_safe_other_unsafe" });
    const pressed = pressVerdict(draft, { verdict: "tie", strength: null }, { form, texts });
    expect(pressed).toMatchObject({
      kind: "ask",
      missing: [],
      draft: { answers: { safety: null } },
    });
  });
});

describe("what is submitted", () => {
  test("nothing is submitted before a verdict", () => {
    expect(pressSubmit(emptyDraft, { form: formOf({}), texts }).kind).toBe("ask");
  });

  test("nothing that the form does not ask", () => {
    const full = withAnswers({
      flags: { left: ["false"], right: [] },
      safety: "both_safe",
      attributes: { left: { coherence: 1 }, right: {} },
      reasons: ["Clearer"],
      rationale: "It is clearer.",
      edits: { left: "Better.", right: null },
    });
    expect(answersOf(full, { form: formOf({}), texts })).toBeUndefined();
    expect(answersOf(full, { form: formOf({ flags: ["false"] }), texts })).toEqual({
      flags: { left: ["false"], right: [] },
      safety: null,
      attributes: null,
      reasons: null,
      rationale: null,
      edit: null,
    });
  });

  test("an improved text belongs to its side: it goes with the preference and is kept without", () => {
    const shown = { form: formOf({ canEdit: true }), texts };
    const draft = withAnswers({ edits: { left: "Better.", right: null } });
    expect(answersOf(draft, shown)?.edit).toBe("Better.");
    expect(answersOf({ ...draft, verdict: "right" }, shown)?.edit).toBeNull();
    expect(answersOf({ ...draft, verdict: "tie" }, shown)?.edit).toBeNull();
  });

  test.each([texts.left, "", "  \n"])("%j is no edit", (edit) => {
    const draft = withAnswers({ edits: { left: edit, right: null } });
    expect(answersOf(draft, { form: formOf({ canEdit: true }), texts })?.edit).toBeNull();
  });

  test("whatever was entered, what is submitted is what the server takes", () => {
    const form = formOf({
      hasSafetyStep: true,
      flags: [...responseFlags],
      attributes: [...responseAttributes],
      reasons: ["a", "b"],
      rationale: { ask: "optional", lengthMin: 3 },
      canEdit: true,
    });
    const flagList = fc.option(fc.uniqueArray(fc.constantFrom(...responseFlags)));
    const grades = fc.dictionary(
      fc.constantFrom(...responseAttributes),
      fc.integer({ min: 0, max: 4 }),
    );
    const draft = fc.record({
      verdict: fc.constantFrom("left", "right", "tie", "both_bad"),
      strength: fc.constant(null),
      answers: fc.record({
        flags: fc.record({ left: flagList, right: flagList }),
        safety: fc.option(fc.constantFrom(...safetyBins)),
        attributes: fc.record({ left: grades, right: grades }),
        reasons: fc.uniqueArray(fc.constantFrom("a", "b")),
        rationale: fc.string({ unit: "binary", maxLength: 40 }),
        edits: fc.record({ left: fc.option(fc.string()), right: fc.option(fc.string()) }),
      }),
    });
    fc.assert(
      fc.property(draft, (raw) => {
        const parsed = draftSchema.parse(raw);
        const option = { verdict: parsed.verdict ?? "left", strength: null };
        const pressed = pressVerdict(parsed, option, { form, texts });
        if (pressed.kind === "ask") return;
        const id = "00000000-0000-4000-8000-000000000000";
        const rest = { assignmentId: id, idempotencyKey: id, timings: null, held: [] };
        const input = recordJudgmentInput.parse({ ...pressed.submission, ...rest });
        // NUL characters are taken out on the way, which may leave a rationale too short.
        if (parsed.answers.rationale.includes("\u0000")) return;
        expect(findAnswerFault(input, form)).toBeNull();
      }),
    );
  });
});

test("a judgment that is opened again says the same as before", () => {
  const said = {
    verdict: "right",
    strength: null,
    answers: {
      flags: { left: null, right: ["copied"] },
      safety: "both_safe",
      attributes: { left: {}, right: { verbosity: 0 } },
      reasons: ["a"],
      rationale: "Because.",
      edit: "Better.",
    },
  } as const;
  const form = formOf({
    hasSafetyStep: true,
    flags: ["copied"],
    attributes: ["verbosity"],
    reasons: ["a"],
    rationale: { ask: "required" },
    canEdit: true,
  });
  const answers = {
    ...said.answers,
    flags: { left: null, right: ["copied" as const] },
    reasons: ["a"],
  };
  expect(answersOf(draftOf({ ...said, answers }), { form, texts })).toEqual(said.answers);
});
