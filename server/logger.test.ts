import { expect, test } from "vitest";
import { describeError } from "./logger.ts";

test("a failed statement is logged without its values", () => {
  const cause = new Error('relation "users" does not exist');
  const error = Object.assign(
    new Error("Failed query: insert into users values ($1)\nparams: scrypt$hash,a\nb: c: left", {
      cause,
    }),
    { query: "insert into users values ($1)", params: ["scrypt$hash", "a\nb: c: left"] },
  );
  const logged = JSON.stringify(describeError(error));
  expect(logged).not.toMatch(/scrypt\$hash|c: left/);
  expect(logged).toContain("insert into users values ($1)");
  expect(logged).toContain("does not exist");
  expect(logged).toContain("logger.test.ts");
});

test("any other error is logged as it is", () => {
  expect(describeError(new RangeError("too many"))).toMatchObject({
    type: "RangeError",
    message: "too many",
  });
});
