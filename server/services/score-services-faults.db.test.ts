import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { summariseScores } from "#db/queries/completion-scores.ts";
import { completionScores } from "#db/schema/completions.ts";
import { scoreServices } from "#db/schema/score-services.ts";
import { insertJudgingProject, insertUser } from "#db/testing/insert-judging-project.ts";
import { openTestDatabase } from "#db/testing/open-test-database.ts";
import type { StubHandler } from "#server/adapters/score-services/testing/open-stub-server.ts";
import { stubOpenrlhf } from "#server/adapters/score-services/testing/stub-openrlhf.ts";
import { stubReward1 } from "#server/adapters/score-services/testing/stub-reward1.ts";
import { describeScoreService } from "./describe-score-service.ts";
import { findScoreBasis } from "./find-score-basis.ts";
import {
  configOf,
  findService as findIn,
  keep as keepIn,
  openStub,
  scoreTools as tools,
} from "./fixtures/outside-service.ts";
import { registerScoreService } from "./register-score-service.ts";

const { db } = await openTestDatabase();

const findService = (projectId: string) => findIn(db, projectId);
const keep = (projectId: string) => keepIn(db, projectId);

/** A project whose completion n of a prompt reads "textN", and a service that passed its probe. */
async function begin(plan: { prompts: number }, kind: "reward1" | "openrlhf" = "reward1") {
  const server = await openStub(kind === "reward1" ? stubReward1() : stubOpenrlhf());
  const projectId = await insertJudgingProject(db, { ...plan, models: 2 });
  await db.execute(sql`
    with numbered as (select c.id, row_number() over (order by c.id) n from completions c
      join prompts p on p.id = c.prompt_id where p.project_id = ${projectId})
    update completions c set text = 'text' || n || ' ' || (
      select string_agg(' w' || k, '') from generate_series(1, 1 + (n % 17)::int) k)
    from numbered where numbered.id = c.id`);
  const config = configOf(server, {
    kind,
    limits: { timeoutMs: 300, attemptsMax: 1, batchItemsMax: 8 },
  });
  const input = { config, tokens: [null] };
  const actorId = await insertUser(db);
  await registerScoreService(db, { projectId, actorId, input, tools });
  return { projectId, server };
}

/** Answers as the toy does, with the replies about real texts changed by hand. */
function changeReplies(change: (rows: Record<string, unknown>[]) => void, version?: string) {
  const toy = stubReward1(version === undefined ? {} : { version });
  const handler: StubHandler = (request) => {
    const reply = toy(request);
    if (request.path !== "/v1/rewards" || typeof reply === "string") return reply;
    const json = JSON.parse(JSON.stringify(reply.json));
    const isReal = /"content":"text\d/.test(JSON.stringify(request.body));
    if (isReal || version !== undefined) change(json.data);
    return { json };
  };
  return handler;
}

/** Breaks over requests that contain one of some texts. */
function breakOver(words: readonly string[], how: "hang" | { status: number }): StubHandler {
  const toy = stubReward1();
  return (request) => {
    const asked = JSON.stringify(request.body ?? "");
    return words.some((word) => asked.includes(`"${word} `)) ? how : toy(request);
  };
}

async function ageFaults(projectId: string): Promise<void> {
  const { id } = await findService(projectId);
  await db
    .update(completionScores)
    .set({ retryAt: sql`now() - interval '1 second'` })
    .where(sql`${completionScores.serviceId} = ${id} and ${completionScores.retryAt} is not null`);
}

describe("absurd numbers", () => {
  test.each<[string, object]>([
    ["a reward of 1e160", { mean: 1e160 }],
    ["a reward beyond a million", { mean: -1_000_001 }],
    ["a deviation of 1e200", { std: 1e200 }],
    ["a member of 1e39", { members: [0, 1e39, 1] }],
  ])("%s is the fault of its own text, in words", async (_, odd) => {
    const { projectId, server } = await begin({ prompts: 10 });
    server.handle(changeReplies((rows) => Object.assign(rows[0] ?? {}, odd)));
    await keep(projectId);
    const status = await describeScoreService(db, projectId);
    expect(status).toMatchObject({ state: "answering", scored: 17, faulty: 3 });
    const rows = await db.select().from(completionScores);
    expect(rows.flatMap(({ fault }) => fault ?? []).at(-1)).toBe(
      "The score service gave a number beyond ±1,000,000.",
    );
  });
});

describe("one text that a service cannot take", () => {
  test.each<[string, "hang" | { status: number }]>([
    ["hangs", "hang"],
    ["breaks", { status: 500 }],
  ])(
    "a service that %s over two texts scores all others, and the rest is a basis",
    async (_, how) => {
      const { projectId, server } = await begin({ prompts: 50 });
      server.handle(breakOver(["text7", "text60"], how));
      expect(await keep(projectId)).toBe(98);
      const status = await describeScoreService(db, projectId);
      expect(status).toMatchObject({ state: "answering", scored: 98, faulty: 2 });
      expect((await findScoreBasis(db, projectId))?.basis.hasScore).toBe(true);
      const { id } = await findService(projectId);
      const rows = await db
        .select()
        .from(completionScores)
        .where(eq(completionScores.serviceId, id));
      const faults = rows.flatMap(({ fault, retryAt }) =>
        fault === null ? [] : [{ fault, retryAt }],
      );
      expect(faults[0]?.fault).toContain("whenever it is asked about this text");
      expect(faults.every(({ retryAt }) => retryAt !== null)).toBe(true);
    },
  );

  test("a service that is gone marks no text and is left alone at once", async () => {
    const { projectId, server } = await begin({ prompts: 50 });
    const toy = stubReward1();
    let isGone = false;
    server.handle((request) => {
      isGone ||= JSON.stringify(request.body ?? "").includes("text7 ");
      return isGone ? { status: 500 } : toy(request);
    });
    const before = server.requests.length;
    await keep(projectId);
    const asked = server.requests.length - before;
    expect(asked).toBeLessThan(25);
    const status = await describeScoreService(db, projectId);
    expect(status).toMatchObject({ state: "failing", faulty: 0 });
  });

  test("a service that fails at every real text marks none of them, keeps its beginning and is asked ever more seldom", async () => {
    const { projectId, server } = await begin({ prompts: 50 });
    const toy = stubReward1();
    server.handle((request) =>
      JSON.stringify(request.body ?? "").includes('"text') ? { status: 500 } : toy(request),
    );
    await keep(projectId);
    const first = await findService(projectId);
    expect(first.failingSince).toBeInstanceOf(Date);
    for (let time = 0; time < 4; time++) await keep(projectId);
    const later = await findService(projectId);
    expect(later.failingSince).toEqual(first.failingSince);
    expect(later.failures).toBe(5);
    expect(Number(later.retryAt) - Date.now()).toBeGreaterThan(60_000);
    expect(await describeScoreService(db, projectId)).toMatchObject({ scored: 0, faulty: 0 });
    server.handle(toy);
    expect(await keep(projectId)).toBe(100);
    expect(await findService(projectId)).toMatchObject({ failingSince: null, failures: 0 });
  });

  test("many such texts that are all that is left do not hold up the scores for ever", async () => {
    const { projectId, server } = await begin({ prompts: 50 });
    const words = Array.from({ length: 12 }, (_, index) => `text${index + 89}`);
    server.handle(breakOver(words, { status: 500 }));
    await keep(projectId);
    await keep(projectId);
    const status = await describeScoreService(db, projectId);
    expect(status).toMatchObject({ state: "answering", scored: 88, faulty: 12 });
  });
});

describe("a service that lies after it was registered", () => {
  test("the same reward for every text is kept nowhere, rested on never, and said", async () => {
    const { projectId, server } = await begin({ prompts: 10 });
    server.handle(
      changeReplies((rows) => {
        for (const row of rows) row.mean = 1;
      }),
    );
    await keep(projectId);
    const status = await describeScoreService(db, projectId);
    expect(status).toMatchObject({ state: "failing", scored: 0 });
    expect(status?.fault).toContain("the same answer to 20 different texts");
    expect(await findScoreBasis(db, projectId)).toBeNull();
  });

  test("the same reward is found out when it comes a few texts at a time, and stored ones are not rested on", async () => {
    const { projectId } = await begin({ prompts: 10 });
    const service = await findService(projectId);
    await keep(projectId);
    await db.execute(sql`update completion_scores set mean = 1 where service_id = ${service.id}`);
    expect(await findScoreBasis(db, projectId)).toBeNull();
    await db
      .update(scoreServices)
      .set({ answeredAt: new Date(0) })
      .where(eq(scoreServices.id, service.id));
    await keep(projectId);
    const modelVersion = service.modelVersion ?? "";
    const summary = await summariseScores(db, { serviceId: service.id, projectId, modelVersion });
    expect(summary.answered).toBe(0);
    expect((await findService(projectId)).fault).toContain("the same answer");
    expect(await keep(projectId)).toBe(20);
  });

  test("no reward for any text is said for as long as it is so, and asked again", async () => {
    const { projectId, server } = await begin({ prompts: 10 });
    server.handle(
      changeReplies((rows) => {
        for (const row of rows) {
          const error = { type: "broken", message: "It is not a number." };
          Object.assign(row, { mean: null, std: null, members: null, error });
        }
      }),
    );
    for (let time = 0; time < 2; time++) {
      await keep(projectId);
      const status = await describeScoreService(db, projectId);
      expect(status).toMatchObject({ state: "failing", scored: 0 });
      expect(status?.fault).toContain("a reward to none of 20 texts");
    }
    server.handle(stubReward1());
    await ageFaults(projectId);
    expect(await keep(projectId)).toBe(20);
    expect(await describeScoreService(db, projectId)).toMatchObject({
      state: "answering",
      scored: 20,
    });
  });

  test("a new version that gives every text the same is not taken for one", async () => {
    const { projectId, server } = await begin({ prompts: 10 });
    const before = await findService(projectId);
    const constant = changeReplies((rows) => {
      for (const row of rows) row.mean = 0;
    }, "sha256:2");
    server.handle(constant);
    await keep(projectId);
    expect(await findService(projectId)).toMatchObject({
      modelVersion: before.modelVersion,
      fault: expect.stringContaining("Every text got the same"),
    });
  });

  test("answers that are sorted, and not numbered, are kept nowhere", async () => {
    const { projectId, server } = await begin({ prompts: 10 }, "openrlhf");
    const toy = stubOpenrlhf();
    server.handle((request) => {
      const reply = toy(request);
      if (typeof reply === "string") return reply;
      const { rewards } = JSON.parse(JSON.stringify(reply.json));
      const isReal = JSON.stringify(request.body).includes("text");
      return {
        json: { rewards: isReal ? rewards.sort((a: number, b: number) => b - a) : rewards },
      };
    });
    await keep(projectId);
    const status = await describeScoreService(db, projectId);
    expect(status).toMatchObject({ state: "failing", scored: 0 });
    expect(status?.fault).toContain("mixes up the order");
    server.handle(toy);
    expect(await keep(projectId)).toBe(20);
  });
});

test("a fault that may pass is asked about again and again, but not for ever, and another never", async () => {
  const { projectId, server } = await begin({ prompts: 10 });
  let asked = 0;
  const failing = (retryable: boolean) =>
    changeReplies((rows) => {
      asked++;
      const error = { type: "busy", message: "Not now.", retryable };
      Object.assign(rows[0] ?? {}, { mean: null, std: null, members: null, error });
    });
  server.handle(failing(true));
  await keep(projectId);
  expect(await describeScoreService(db, projectId)).toMatchObject({ scored: 17, faulty: 3 });
  const first = asked;
  await keep(projectId);
  expect(asked).toBe(first);
  for (let time = 0; time < 8; time++) {
    await ageFaults(projectId);
    await keep(projectId);
  }
  const tries = await db
    .select({ tries: completionScores.tries, retryAt: completionScores.retryAt })
    .from(completionScores)
    .where(eq(completionScores.serviceId, (await findService(projectId)).id))
    .orderBy(sql`tries desc`);
  expect(tries[0]).toEqual({ tries: 6, retryAt: null });
  const again = await begin({ prompts: 10 });
  again.server.handle(failing(true));
  await keep(again.projectId);
  again.server.handle(stubReward1());
  await ageFaults(again.projectId);
  expect(await keep(again.projectId)).toBe(3);
  expect(await describeScoreService(db, again.projectId)).toMatchObject({ scored: 20, faulty: 0 });
  const never = await begin({ prompts: 10 });
  never.server.handle(failing(false));
  await keep(never.projectId);
  await ageFaults(never.projectId);
  expect(await keep(never.projectId)).toBe(0);
});

test.each([
  ["3600", 3_600],
  ["100000", 3_600],
  ["900", 900],
])("a service that asks for %s s is left alone for %i", async (header, seconds) => {
  const { projectId, server } = await begin({ prompts: 10 });
  server.handle(() => ({ status: 429, headers: { "retry-after": header } }));
  await keep(projectId);
  const { retryAt } = await findService(projectId);
  const left = (Number(retryAt) - Date.now()) / 1000;
  expect(left).toBeGreaterThan(seconds - 30);
  expect(left).toBeLessThan(seconds + 30);
});
