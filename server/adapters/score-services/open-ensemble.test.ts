import { afterEach, expect, test } from "vitest";
import { ModelVersionChanged } from "#server/errors.ts";
import { openStubServer, type StubServer } from "./testing/open-stub-server.ts";
import { makeItems, openTestAdapter, scoreMeans } from "./testing/open-test-adapter.ts";
import { stubOpenrlhf } from "./testing/stub-openrlhf.ts";
import { stubReward1 } from "./testing/stub-reward1.ts";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function open(
  whenMissing: "fail" | "degrade",
  options: { fingerprint?: readonly number[] } = {},
) {
  const servers = await Promise.all([
    openStubServer(stubOpenrlhf()),
    openStubServer(stubOpenrlhf({ shift: 3 })),
    openStubServer(stubOpenrlhf({ shift: 6 })),
  ]);
  const config = {
    kind: "ensemble",
    whenMissing,
    members: servers.map(({ url }) => ({ kind: "openrlhf", url })),
  };
  const adapter = openTestAdapter(config, { tokens: ["a", "b", "c"], ...options });
  closing.push(adapter.close, ...servers.map(({ close }) => close));
  return { servers, adapter, config };
}

function breakServer(server: StubServer | undefined): void {
  server?.handle(() => ({ status: 500 }));
}

test("members come in their order, with their mean and their spread", async () => {
  const { adapter, servers } = await open("fail");
  const [item] = (await adapter.score(makeItems(1))).items;
  if (!item?.ok) {
    throw new Error("A reward was expected.");
  }
  const [first = 0, second = 0, third = 0] = item.score.members ?? [];
  expect([second - first, third - first]).toEqual([expect.closeTo(3, 9), expect.closeTo(6, 9)]);
  expect(item.score.mean).toBeCloseTo(first + 3, 9);
  // The standard deviation of −3, 0 and 3 over their number.
  expect(item.score.std).toBeCloseTo(Math.sqrt(6), 9);
  expect(servers.map(({ requests }) => requests[0]?.headers.authorization)).toEqual([
    "Bearer a",
    "Bearer b",
    "Bearer c",
  ]);
});

test("an ensemble that must be whole says which member is gone", async () => {
  const { adapter, servers } = await open("fail");
  await adapter.describe();
  breakServer(servers[1]);
  await expect(adapter.score(makeItems(2))).rejects.toThrow("Member 2 of the ensemble: ");
  await expect(adapter.score(makeItems(2))).rejects.toThrow("Member 2 of the ensemble: ");
  await expect(adapter.score(makeItems(2))).rejects.toThrow("Member 2 of the ensemble: ");
  expect(adapter.health()).toMatchObject({ state: "open" });
});

test("an ensemble that may be smaller goes on under another version", async () => {
  const { adapter, servers } = await open("degrade");
  const whole = await adapter.score(makeItems(2));
  breakServer(servers[0]);
  const smaller = await adapter.score(makeItems(2));
  expect(smaller.modelVersion).not.toBe(whole.modelVersion);
  expect(smaller.items[0]).toMatchObject({ ok: true, score: { members: { length: 2 } } });
  breakServer(servers[1]);
  breakServer(servers[2]);
  await expect(adapter.score(makeItems(2))).rejects.toThrow("Member 1 of the ensemble: ");
});

test("an exchange of one member's model spoils the call even where members may be missing", async () => {
  const { adapter, servers } = await open("degrade");
  await adapter.describe();
  servers[2]?.handle(stubOpenrlhf({ shift: 9 }));
  await expect(adapter.score(makeItems(2))).rejects.toThrow(ModelVersionChanged);
});

test("what one member refuses gets no reward of the others", async () => {
  const server = await openStubServer(stubReward1({ poison: "w1" }));
  const other = await openStubServer(stubReward1());
  const members = [server, other].map(({ url }) => ({ kind: "reward1", url }));
  const adapter = openTestAdapter({ kind: "ensemble", members });
  closing.push(adapter.close, server.close, other.close);
  expect(await scoreMeans(adapter, makeItems(2))).toEqual([
    expect.any(Number),
    "Member 1 of the ensemble: It is poisonous.",
  ]);
});

test("it is recognised again by its fingerprint, member by member", async () => {
  const { adapter, servers, config } = await open("fail");
  const described = await adapter.describe();
  // The noise of another card.
  servers[2]?.handle(stubOpenrlhf({ shift: 6.005 }));
  const again = openTestAdapter(config, { fingerprint: described.fingerprint });
  closing.push(again.close);
  expect(await again.describe()).toEqual(described);
});

test("the order of its members is part of its version", async () => {
  const { adapter, config } = await open("fail");
  const turned = openTestAdapter({ ...config, members: [...config.members].reverse() });
  closing.push(turned.close);
  const [one, other] = [await adapter.describe(), await turned.describe()];
  expect(one.modelVersion).not.toBe(other.modelVersion);
});
