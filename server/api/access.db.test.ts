import { randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import { expect, test } from "vitest";
import { insertMembership } from "#db/queries/memberships.ts";
import { users } from "#db/schema/users.ts";
import { insertJudgingProject } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import type { Viewer } from "#server/auth/viewer.ts";
import { type Role, roles } from "#server/contracts/vocabulary.ts";
import { appRouter, createCaller } from "./root.ts";

const { db } = await openTestDatabase();
const projectId = await insertJudgingProject(db, { prompts: 1 });

/** Who may call what. A procedure that is not here fails the first test. */
const access: Readonly<Record<string, "anyone" | "viewer" | "administrator" | Role>> = {
  "accounts.changeEmail": "viewer",
  "accounts.changePassword": "viewer",
  "accounts.preferences": "viewer",
  "accounts.settings": "viewer",
  "accounts.signInLink": "anyone",
  "accounts.signUp": "anyone",
  "accounts.unlinkIdentity": "viewer",
  "accounts.update": "viewer",
  "accounts.updatePreferences": "viewer",
  "accounts.viewer": "anyone",
  "accounts.waysIn": "anyone",
  "assignments.acknowledge": "annotator",
  "assignments.heartbeat": "annotator",
  "assignments.leave": "annotator",
  "assignments.opening": "annotator",
  "assignments.progress": "annotator",
  "assignments.skip": "annotator",
  "assignments.take": "annotator",
  "exports.list": "manager",
  "exports.preview": "manager",
  "exports.request": "manager",
  "gold.candidates": "manager",
  "gold.decide": "manager",
  "gold.list": "manager",
  "gold.pair": "manager",
  "gold.remove": "manager",
  "gold.save": "manager",
  "gold.setQualification": "manager",
  "gold.standings": "manager",
  "imports.cancel": "manager",
  "imports.content": "manager",
  "imports.find": "manager",
  "imports.list": "manager",
  "imports.rejections": "manager",
  "invites.accept": "viewer",
  "invites.byToken": "anyone",
  "invites.create": "manager",
  "invites.join": "anyone",
  "invites.list": "manager",
  "invites.revoke": "manager",
  "judgments.amend": "annotator",
  "judgments.find": "annotator",
  "judgments.mine": "annotator",
  "judgments.record": "annotator",
  "judgments.undo": "annotator",
  "leaderboards.annotators": "annotator",
  "leaderboards.models": "reviewer",
  "members.changeRole": "manager",
  "members.leave": "annotator",
  "members.list": "manager",
  "members.remove": "manager",
  "projects.bySlug": "viewer",
  "projects.create": "administrator",
  "projects.list": "viewer",
  "projects.publishGuidelines": "manager",
  "projects.setStatus": "manager",
  "projects.settings": "manager",
  "projects.update": "manager",
  "projects.updateForm": "manager",
  "rewardModels.followNewest": "manager",
  "quiz.answer": "annotator",
  "quiz.find": "annotator",
  "rankings.record": "annotator",
  "rankings.skip": "annotator",
  "rankings.take": "annotator",
  "rankings.undo": "annotator",
  "rewardModels.learningCurve": "manager",
  "rewardModels.promote": "manager",
  "rewardModels.proof": "manager",
  "rewardModels.queue": "manager",
  "rewardModels.ranking": "manager",
  "rewardModels.rescore": "manager",
  "rewardModels.rescorings": "manager",
  "scoreServices.check": "manager",
  "scoreServices.register": "manager",
  "scoreServices.remove": "manager",
  "scoreServices.status": "manager",
};

test("every procedure says who may call it", () => {
  expect(Object.keys(appRouter._def.procedures).sort()).toEqual(Object.keys(access).sort());
});

const guarded = Object.entries(access).filter(([, needed]) => needed !== "anyone");

test.each(guarded)("%s is refused to somebody who is signed out", async (path) => {
  expect(await codeOf(path, null)).toBe("UNAUTHORIZED");
});

const inProject = guarded.flatMap(([path, needed]) => {
  const role = roles.find((name) => name === needed);
  return role === undefined ? [] : [{ path, role }];
});

test.each(inProject)("$path hides the project from a stranger", async ({ path }) => {
  expect(await codeOf(path, await insertPerson())).toBe("NOT_FOUND");
});

const tooLow = inProject.flatMap(({ path, role }) =>
  roles.slice(roles.indexOf(role) + 1).map((held) => ({ path, held })),
);

test.each(tooLow)("$path is refused to a $held", async ({ path, held }) => {
  const viewer = await insertPerson();
  await insertMembership(db, { projectId, userId: viewer.id, role: held });
  expect(await codeOf(path, viewer)).toBe("FORBIDDEN");
});

test("making projects is refused to everyone but administrators", async () => {
  expect(await codeOf("projects.create", await insertPerson())).toBe("FORBIDDEN");
});

/** The code a call ends in before its other input is even looked at. */
async function codeOf(path: string, viewer: Viewer | null): Promise<string> {
  const caller = createCaller({ db, viewer, requestId: "test", clientAddress: "192.0.2.7" });
  try {
    const [noun = "", verb = ""] = path.split(".");
    await member(member(caller, noun), verb)({ projectId });
    return "none";
  } catch (error) {
    if (error instanceof TRPCError) return error.code;
    throw error;
  }
}

// The caller is a proxy of functions, which has no index signature to type this with.
function member(node: unknown, name: string): (input: unknown) => Promise<unknown> {
  return Reflect.get(Object(node), name);
}

async function insertPerson(): Promise<Viewer> {
  const values = { name: "Ann", email: `${randomUUID()}@example.org` };
  const rows = await db.insert(users).values(values).returning({ id: users.id });
  return { ...values, id: rows[0]?.id ?? "", isAdministrator: false };
}
