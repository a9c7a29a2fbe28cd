import { expect, test } from "vitest";
import { EnvironmentFault, parseEnvironment, requireSecret } from "#server/env.ts";

test("an empty environment is enough", () => {
  expect(parseEnvironment({})).toMatchObject({ OPEN_SIGN_UP: false, HOST: "127.0.0.1" });
});

test("a variable set to nothing counts as not set", () => {
  expect(parseEnvironment({ GOOGLE_CLIENT_ID: "", PORT: " " })).not.toHaveProperty("PORT");
});

test.each([
  ["DATABASE_URL", "localhost/tiebreak"],
  ["DATABASE_URL", "mysql://root@localhost/tiebreak"],
  ["DATABASE_URL", "postgres://user:pa#ss@localhost:5432:/x"],
  ["PORT", "http"],
  ["PORT", "70000"],
  ["OPEN_SIGN_UP", "perhaps"],
  ["SCORE_SERVICE_ALLOW", "http://rewards.internal?a=b"],
  ["NEXTAUTH_URL", "tiebreak.example.org"],
])("%s=%s is refused by name", (name, value) => {
  expect(() => parseEnvironment({ [name]: value })).toThrow(EnvironmentFault);
  expect(() => parseEnvironment({ [name]: value })).toThrow(new RegExp(`^${name} `));
});

test("the private addresses of score services are a list, and none by default", () => {
  expect(parseEnvironment({}).SCORE_SERVICE_ALLOW).toEqual([]);
  const list = "rewards.internal:8000, 10.0.0.0/8,[::1]:80";
  expect(parseEnvironment({ SCORE_SERVICE_ALLOW: list }).SCORE_SERVICE_ALLOW).toEqual([
    "rewards.internal:8000",
    "10.0.0.0/8",
    "[::1]:80",
  ]);
});

test("the refusal of a database URL does not repeat its password", () => {
  expect(() => parseEnvironment({ DATABASE_URL: "mysql://root:hunter2@localhost/x" })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining("hunter2") }),
  );
});

test("half a sign-in provider is refused", () => {
  expect(() => parseEnvironment({ GITHUB_CLIENT_ID: "id" })).toThrow(
    "GITHUB_CLIENT_SECRET must be set because GITHUB_CLIENT_ID is set.",
  );
});

test.each([
  undefined,
  "short",
  "changeme-changeme-changeme-changeme-42",
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
])("the secret %s does not start a production server", (secret) => {
  expect(() => requireSecret(secret)).toThrow(/^NEXTAUTH_SECRET /);
});

test("a random secret starts a production server", () => {
  const secret = "q0tN6l4sVwzZ5b8kR1yXhU3mJcG7aEoP2fDiT9uWxYs=";
  expect(requireSecret(secret)).toBe(secret);
});
