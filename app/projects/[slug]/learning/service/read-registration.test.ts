import { expect, test } from "vitest";
import { scoreServiceConfig } from "#server/contracts/score-service.ts";
import { kindWords } from "./kind-words.ts";
import { blankServer, readRegistration, type ServerValues } from "./read-registration.ts";

const server: ServerValues = { ...blankServer, id: "1", url: "https://rewards.example.org" };

const kinds = scoreServiceConfig.options
  .map((option) => option.shape.kind.value)
  .filter((kind) => kind !== "ensemble" && kind !== "local_encoder");

test.each(kinds)("a server of the kind %s can be registered from its fields", (kind) => {
  const { registration, fault } = readRegistration([{ ...server, kind, model: "rm" }]);
  expect(fault).toBeNull();
  expect(registration?.config.kind).toBe(kind);
  expect(registration?.tokens).toEqual([null]);
});

test("every kind of service has words", () => {
  expect(Object.keys(kindWords).sort()).toEqual([...kinds, "ensemble", "local_encoder"].sort());
});

test("several servers become one ensemble, with a token for each that has one", () => {
  const { registration } = readRegistration([server, { ...server, id: "2", token: " secret " }]);
  expect(registration?.config.kind).toBe("ensemble");
  expect(registration?.tokens).toEqual([null, "secret"]);
});

test.each([
  [{ url: "rewards.example.org" }, "Enter a URL"],
  [{ url: "ftp://rewards.example.org" }, "must start with http"],
  [{ url: "https://ann:pass@rewards.example.org" }, "token has its own field"],
  [{ kind: "vllm_classify", model: "" }, ""],
] as const)("%j is refused in words", (wrong, words) => {
  const { registration, fault } = readRegistration([{ ...server, ...wrong }]);
  expect(registration).toBeNull();
  expect(fault).toContain(words);
});
