import { randomUUID } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { assignments } from "#db/schema/assignments.ts";
import { auditEvents } from "#db/schema/audit-events.ts";
import { completions } from "#db/schema/completions.ts";
import { gold } from "#db/schema/gold.ts";
import { judgments } from "#db/schema/judgments.ts";
import { pairs } from "#db/schema/pairs.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import { type RecordJudgmentInput, recordJudgmentInput } from "#server/contracts/judgment.ts";
import { type JudgmentForm, judgmentForm } from "#server/contracts/project-settings.ts";
import { editedModelName } from "#server/contracts/vocabulary.ts";
import { Invalid } from "#server/errors.ts";
import { recordJudgment } from "./record-judgment.ts";
import { servePairs } from "./serve-pairs.ts";
import { undoJudgment } from "./undo-judgment.ts";
import { updateForm } from "./update-form.ts";

const { db } = await openTestDatabase();

const rich: Partial<JudgmentForm> = {
  strengthLevels: 4,
  flags: ["unsafe", "false", "off_topic"],
  hasSafetyStep: true,
  attributes: ["helpfulness", "verbosity"],
  reasons: ["Clearer", "More complete"],
  rationale: { ask: "optional", lengthMin: 10 },
  canEdit: true,
};
const unanswered = {
  flags: null,
  safety: null,
  attributes: null,
  reasons: null,
  rationale: null,
  edit: null,
} as const;

type Answers = NonNullable<RecordJudgmentInput["answers"]>;
type Annotator = { projectId: string; annotatorId: string };

async function begin(
  form: Partial<JudgmentForm> = rich,
  plan: Partial<Parameters<typeof insertJudgingProject>[1]> = {},
): Promise<Annotator> {
  const projectId = await insertJudgingProject(db, { prompts: 3, form, ...plan });
  return { projectId, annotatorId: await insertUser(db) };
}

async function lease(annotator: Annotator) {
  const { leases } = await servePairs(db, { ...annotator, wanted: 1 });
  const served = leases.at(0);
  if (served === undefined) throw new Error("nothing was served");
  const rows = await db.select().from(assignments).where(eq(assignments.id, served.assignmentId));
  const assignment = rows.at(0);
  if (assignment === undefined) throw new Error("the lease is gone");
  return { ...served, leftIsFirst: assignment.leftIsFirst, pairId: assignment.pairId };
}

/** As it comes over the wire: parsed before it is recorded. */
function say(
  assignmentId: string,
  answers?: Partial<Answers>,
  part: Partial<RecordJudgmentInput> = {},
): RecordJudgmentInput {
  return recordJudgmentInput.parse({
    assignmentId,
    idempotencyKey: randomUUID(),
    verdict: "left",
    strength: null,
    timings: null,
    held: [],
    ...(answers && { answers: { ...unanswered, ...answers } }),
    ...part,
  });
}

async function judge(
  annotator: Annotator,
  answers?: Partial<Answers>,
  part?: Partial<RecordJudgmentInput>,
) {
  const { assignmentId, leftIsFirst, pairId, left } = await lease(annotator);
  const input = say(assignmentId, answers, part);
  await recordJudgment(db, { ...annotator, input });
  const rows = await db
    .select()
    .from(judgments)
    .where(eq(judgments.idempotencyKey, input.idempotencyKey));
  const stored = rows.at(0);
  if (stored === undefined) throw new Error("the judgment is not there");
  return { stored, leftIsFirst, pairId, left };
}

const safe = { safety: "both_safe" } as const;

describe("what is stored", () => {
  test("flags and grades follow the response and not the side it was shown on", async () => {
    const annotator = await begin(rich, { prompts: 24 });
    const seen = new Set<boolean>();
    for (let step = 0; step < 24; step += 1) {
      const { stored, leftIsFirst } = await judge(annotator, {
        ...safe,
        flags: { left: ["off_topic", "unsafe", "unsafe"], right: [] },
        attributes: { left: { helpfulness: 0 }, right: { helpfulness: 4, verbosity: 2 } },
      });
      seen.add(leftIsFirst);
      const [left, right] = leftIsFirst ? ["first", "second"] : ["second", "first"];
      expect(stored.verdict).toBe(left);
      expect(stored.flags).toEqual({ [left]: ["unsafe", "off_topic"], [right]: [] });
      expect(stored.attributes).toEqual({
        [left]: { helpfulness: 0 },
        [right]: { helpfulness: 4, verbosity: 2 },
      });
    }
    // 24 fair coins all fall alike once in 8 million runs.
    expect(seen.size).toBe(2);
  });

  test("what was not answered is null, and neither zero nor empty", async () => {
    const annotator = await begin();
    const { stored } = await judge(annotator, {
      ...safe,
      flags: { left: null, right: null },
      attributes: { left: {}, right: {} },
      reasons: [],
    });
    const { flags, attributes, reasons, rationale, editId, strength } = stored;
    expect({ flags, attributes, reasons, rationale, editId, strength }).toEqual({
      flags: null,
      attributes: null,
      reasons: null,
      rationale: null,
      editId: null,
      strength: null,
    });
    expect(stored.safety).toBe("both_safe");
  });

  test("flags of one response say nothing of the other", async () => {
    const annotator = await begin();
    const { stored, leftIsFirst } = await judge(annotator, {
      ...safe,
      flags: { left: ["false"], right: null },
    });
    expect(stored.flags).toEqual({ [leftIsFirst ? "first" : "second"]: ["false"] });
  });

  test("a strength keeps how many levels there were", async () => {
    const annotator = await begin();
    const { stored } = await judge(annotator, safe, { strength: 3, strengthLevels: 4 });
    expect([stored.strength, stored.strengthLevels]).toEqual([3, 4]);
  });

  test("text that the database cannot keep is kept as near as it can be", async () => {
    const annotator = await begin();
    const { stored } = await judge(annotator, {
      ...safe,
      rationale: "  clear\u0000er, \uD800 mostly ",
    });
    expect(stored.rationale).toBe("clearer, \uFFFD mostly");
  });

  test("the same submission twenty times at once is one judgment and one edit", async () => {
    const annotator = await begin();
    const { assignmentId } = await lease(annotator);
    const input = say(assignmentId, { ...safe, edit: "A better answer." });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => recordJudgment(db, { ...annotator, input })),
    );
    expect(outcomes.filter((outcome) => outcome === "recorded")).toHaveLength(1);
    expect(await listEdits(annotator.projectId)).toHaveLength(1);
  });
});

describe("what the form does not ask is refused with a sentence", () => {
  test.each<[Partial<Answers>, Partial<RecordJudgmentInput>, RegExp]>([
    [{ ...safe, flags: { left: ["copied"], right: null } }, {}, /flag “copied”/],
    [{ ...safe, attributes: { left: { coherence: 1 }, right: {} } }, {}, /grades of coherence/],
    [{ ...safe, reasons: ["Because"] }, {}, /“Because” is not among the reasons/],
    [{}, {}, /which of the responses are safe/],
    [{ ...safe, rationale: "too short" }, {}, /at least 10 characters/],
    [{ safety: "preferred_safe_other_unsafe" }, { verdict: "tie" }, /of both or of neither/],
    [{ edit: "Better." }, { verdict: "tie" }, /Only a preferred response/],
    [safe, { verdict: "tie", strength: 1 }, /only for a preferred side/],
    [safe, { strength: 1, strengthLevels: 3 }, /scale of this project has changed/],
  ])("%j with %j", async (answers, part, sentence) => {
    const annotator = await begin();
    await expect(judge(annotator, answers, part)).rejects.toThrow(sentence);
    await expect(judge(annotator, answers, part)).rejects.toThrow(Invalid);
    expect(await db.$count(judgments, eq(judgments.projectId, annotator.projectId))).toBe(0);
  });

  test("a form that asks for the verdict only takes nothing else", async () => {
    const annotator = await begin({});
    const everything: Partial<Answers>[] = [
      { flags: { left: [], right: null } },
      safe,
      { attributes: { left: { helpfulness: 1 }, right: {} } },
      { reasons: ["Clearer"] },
      { rationale: "It is clearer." },
      { edit: "Better." },
    ];
    for (const answers of everything) {
      await expect(judge(annotator, answers)).rejects.toThrow(Invalid);
    }
    await judge(annotator, {});
  });

  test("a required rationale may not be left out, nor be blank", async () => {
    const annotator = await begin({ rationale: { ask: "required", lengthMin: 0 } });
    await expect(judge(annotator)).rejects.toThrow(/asks for a rationale/);
    await expect(judge(annotator, { rationale: " \n\u0000 " })).rejects.toThrow(/asks for a/);
    await judge(annotator, { rationale: "." });
  });

  test.each([
    ["a flag that nobody knows", { flags: { left: ["ugly"], right: null } }],
    ["a fifth grade", { attributes: { left: { helpfulness: 5 }, right: {} } }],
    ["an attribute that nobody knows", { attributes: { left: { charm: 1 }, right: {} } }],
    ["a rationale of a megabyte", { rationale: "x".repeat(1_000_000) }],
    ["an edit of a megabyte", { edit: "x".repeat(1_000_000) }],
    ["a bin that nobody knows", { safety: "first_safe" }],
  ])("%s does not even come in", (_, answers) => {
    const base = say(randomUUID());
    const input = { ...base, answers: { ...unanswered, ...answers } };
    expect(recordJudgmentInput.safeParse(input).success).toBe(false);
    expect(recordJudgmentInput.safeParse({ ...base, strength: 6 }).success).toBe(false);
  });
});

describe("a form that changes while a pair is on the screen", () => {
  async function change(annotator: Annotator, form: Partial<JudgmentForm>): Promise<void> {
    await updateForm(db, {
      projectId: annotator.projectId,
      actorId: annotator.annotatorId,
      form: judgmentForm.parse(form),
    });
  }

  test("what was valid as shown is kept, with the scale it was given on", async () => {
    const annotator = await begin();
    const { assignmentId } = await lease(annotator);
    await change(annotator, { rationale: { ask: "required", lengthMin: 100 } });
    await change(annotator, { strengthLevels: 3, hasTie: false });
    const answers = { ...safe, rationale: "It is clearer." };
    const input = say(assignmentId, answers, { strength: 2, strengthLevels: 4 });
    await recordJudgment(db, { ...annotator, input });
    const rows = await db
      .select({ levels: judgments.strengthLevels, rationale: judgments.rationale })
      .from(judgments)
      .where(eq(judgments.projectId, annotator.projectId));
    expect(rows).toEqual([{ levels: 4, rationale: "It is clearer." }]);
  });

  test("what no form allowed is refused all the same", async () => {
    const annotator = await begin();
    const { assignmentId } = await lease(annotator);
    await change(annotator, { strengthLevels: 3 });
    const input = say(assignmentId, { flags: { left: ["copied"], right: null } });
    await expect(recordJudgment(db, { ...annotator, input })).rejects.toThrow(Invalid);
  });

  test("a form that was replaced long before the pair was served counts no more", async () => {
    const annotator = await begin();
    await change(annotator, {});
    await db.execute(sql`alter table audit_events disable trigger user`);
    await db
      .update(auditEvents)
      .set({ createdAt: sql`now() - interval '2 days'` })
      .where(eq(auditEvents.projectId, annotator.projectId));
    await db.execute(sql`alter table audit_events enable trigger user`);
    await expect(judge(annotator, safe)).rejects.toThrow(/no safety step/);
  });

  test("a retry of what was recorded is answered like the first time", async () => {
    const annotator = await begin();
    const { assignmentId } = await lease(annotator);
    const input = say(assignmentId, safe);
    await recordJudgment(db, { ...annotator, input });
    await db.execute(sql`update projects set form = '{}' where id = ${annotator.projectId}`);
    expect(await recordJudgment(db, { ...annotator, input })).toBe("repeated");
  });
});

describe("improving the better response", () => {
  test("the text becomes a completion, and one open pair with its original for somebody else", async () => {
    const annotator = await begin(rich, { prompts: 1, models: 3 });
    const { stored, left, pairId } = await judge(annotator, { ...safe, edit: "Much better." });
    const [edit] = await listEdits(annotator.projectId);
    expect(edit).toMatchObject({
      id: stored.editId,
      text: "Much better.",
      editedBy: annotator.annotatorId,
    });
    const original = await db
      .select({ text: completions.text })
      .from(completions)
      .where(eq(completions.id, edit?.editOf ?? 0));
    expect(original).toEqual([{ text: left }]);
    expect(await pairsOf(edit?.id ?? 0)).toEqual([["open", 1]]);
    expect(pairId).not.toBe(0);
  });

  test("its editor is never served it, and others are", async () => {
    const annotator = await begin(rich, { prompts: 1 });
    await judge(annotator, { ...safe, edit: "Much better." });
    expect((await servePairs(db, { ...annotator, wanted: 3 })).leases).toEqual([]);
    const other = { ...annotator, annotatorId: await insertUser(db) };
    const { left, right } = await lease(other);
    expect([left, right]).toContain("Much better.");
  });

  test.each([
    ["held out", { active: 0, control: 0, holdout: 1, gold: 0, repeat: 0 }],
    ["gold", { active: 0, control: 0.0001, holdout: 0, gold: 0.9999, repeat: 0 }],
  ])("a response of a pair that is %s can be improved, too", async (_, arms) => {
    const isHeldOut = arms.holdout === 1;
    const plan = { prompts: 2, holdoutPrompts: isHeldOut ? 2 : 0, policy: { arms } };
    const annotator = await begin(rich, plan);
    const { projectId } = annotator;
    if (!isHeldOut) {
      const [known] = await db.select().from(pairs).where(eq(pairs.projectId, projectId));
      await db.insert(gold).values({ projectId, pairId: known.id, verdict: "first" });
    }
    const { stored } = await judge(annotator, { ...safe, edit: "Much better." });
    expect(await pairsOf(stored.editId ?? 0)).toEqual([["open", 1]]);
    const served = await db
      .select({ arm: assignments.arm })
      .from(assignments)
      .where(and(eq(assignments.projectId, projectId), eq(assignments.state, "judged")));
    expect(served).toEqual([{ arm: isHeldOut ? "holdout" : "gold" }]);
  });

  test("an edit whose pair has become gold since can be made by somebody else", async () => {
    const annotator = await begin(rich, { prompts: 1, policy: { targetJudgments: 2 } });
    const other = { ...annotator, annotatorId: await insertUser(db) };
    const { left, assignmentId } = await lease(other);
    const first = await lease(annotator);
    const verdict = first.left === left ? "left" : "right";
    const input = say(first.assignmentId, { ...safe, edit: "Same words." }, { verdict });
    await recordJudgment(db, { ...annotator, input });
    const { projectId } = annotator;
    const [edit] = await listEdits(projectId);
    const [made] = await db.select().from(pairs).where(eq(pairs.secondId, edit.id));
    await db.insert(gold).values({ projectId, pairId: made.id, verdict: "first" });
    const again = say(assignmentId, { ...safe, edit: "Same words." }, { verdict: "left" });
    await recordJudgment(db, { ...other, input: again });
    const said = await db.select().from(judgments).where(eq(judgments.projectId, projectId));
    expect(said.map(({ editId }) => editId)).toEqual([edit.id, edit.id]);
  });

  test("a text left as it was, but for white space, is no edit", async () => {
    const annotator = await begin(rich, { prompts: 2 });
    const { left, assignmentId } = await lease(annotator);
    const input = say(assignmentId, { ...safe, edit: ` ${left.replaceAll(" ", "  ")}\n` });
    await recordJudgment(db, { ...annotator, input });
    expect(await listEdits(annotator.projectId)).toEqual([]);
  });

  test("the same edit by two people is one completion, and the text of another response stays that response", async () => {
    const annotator = await begin(rich, { prompts: 1, policy: { targetJudgments: 3 } });
    const other = { ...annotator, annotatorId: await insertUser(db) };
    const third = { ...annotator, annotatorId: await insertUser(db) };
    const one = await lease(annotator);
    const two = await lease(other);
    const { right, assignmentId } = await lease(third);
    const better = (shown: { left: string }) => (shown.left === one.left ? "left" : "right");
    for (const [person, shown] of [
      [annotator, one],
      [other, two],
    ] as const) {
      const part = { verdict: better(shown) } as const;
      const input = say(shown.assignmentId, { ...safe, edit: "Same words." }, part);
      await recordJudgment(db, { ...person, input });
    }
    const copied = say(assignmentId, { ...safe, edit: right });
    await recordJudgment(db, { ...third, input: copied });
    const edits = await listEdits(annotator.projectId);
    expect(edits.map((edit) => edit.text)).toEqual(["Same words."]);
    expect(await db.$count(pairs, eq(pairs.projectId, annotator.projectId))).toBe(2);
  });

  test("an edit that is taken back is not served, until it is made again", async () => {
    const annotator = await begin(rich, { prompts: 1 });
    const { stored } = await judge(annotator, { ...safe, edit: "Much better." });
    const editId = stored.editId ?? 0;
    const { idempotencyKey } = stored;
    const { said } = await undoJudgment(db, { ...annotator, idempotencyKey });
    expect(said.answers.edit).toBe("Much better.");
    expect(await pairsOf(editId)).toEqual([["dead", 1]]);
    await judge(annotator, { ...safe, edit: "Much better." });
    expect(await pairsOf(editId)).toEqual([["open", 1]]);
  });
});

async function listEdits(projectId: string) {
  return await db
    .select({
      id: completions.id,
      text: completions.text,
      editOf: completions.editOf,
      editedBy: completions.editedBy,
    })
    .from(completions)
    .where(
      sql`model_id in (select id from models where project_id = ${projectId} and name = ${editedModelName})`,
    )
    .orderBy(asc(completions.id));
}

async function pairsOf(completionId: number) {
  const rows = await db
    .select({ status: pairs.status, openSlots: pairs.openSlots })
    .from(pairs)
    .where(sql`${completionId} in (first_id, second_id)`);
  return rows.map((row) => [row.status, row.openSlots]);
}
