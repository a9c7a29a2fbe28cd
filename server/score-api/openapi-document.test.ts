import { readFileSync } from "node:fs";
import path from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { describeScoreApi } from "./openapi-document.ts";

const documented = path.join(import.meta.dirname, "../../docs/reward-protocol.openapi.json");

test("the description is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  expect(await validator.validate({ ...describeScoreApi() })).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
});

test("every reference of the description leads somewhere", () => {
  const document = describeScoreApi();
  const names = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    ([, name]) => name,
  );
  const known = Object.keys(document.components.schemas);
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) expect(known).toContain(name.replace("#/components/schemas/", ""));
});

test("the description in the documentation is that of the code: npm run docs:openapi writes it", () => {
  expect(JSON.parse(readFileSync(documented, "utf8"))).toEqual(
    JSON.parse(JSON.stringify(describeScoreApi())),
  );
});

test("a client may leave out what has a default, and an answer may gain fields", () => {
  const { RewardsRequest, RewardsResponse } = describeScoreApi().components.schemas;
  expect(RewardsRequest).toMatchObject({ required: ["model", "input"] });
  expect(RewardsResponse).toMatchObject({ required: expect.arrayContaining(["model_version"]) });
  expect(JSON.stringify(RewardsResponse)).not.toContain("additionalProperties");
});
