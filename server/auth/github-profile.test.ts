import { expect, test } from "vitest";
import { fetchGithubProfile } from "./github-profile.ts";

const user = { id: 583231, login: "octocat", name: "Mona" };

test("the verified primary address is the one that counts", async () => {
  const emails = [
    { email: "old@example.org", primary: false, verified: true },
    { email: "mona@example.org", primary: true, verified: true },
  ];
  expect(
    await fetchGithubProfile("token", answering({ "/user": user, "/user/emails": emails })),
  ).toEqual({
    sub: "583231",
    name: "Mona",
    email: "mona@example.org",
    email_verified: true,
  });
});

test("an unverified primary address counts as none, whatever the profile says", async () => {
  const emails = [{ email: "mona@example.org", primary: true, verified: false }];
  const profile = await fetchGithubProfile(
    "token",
    answering({ "/user": { ...user, email: "mona@example.org" }, "/user/emails": emails }),
  );
  expect(profile).toMatchObject({ email: undefined, email_verified: false });
});

test("somebody without a name is called by their login", async () => {
  const request = answering({ "/user": { id: 1, login: "ghost", name: null }, "/user/emails": [] });
  expect((await fetchGithubProfile("token", request)).name).toBe("ghost");
});

test("an error of GitHub is an error, not an empty profile", async () => {
  await expect(fetchGithubProfile("token", answering({}))).rejects.toThrow(
    /answered \/user with 404/,
  );
});

function answering(answers: Readonly<Record<string, unknown>>): typeof fetch {
  return async (input) => {
    const answer = answers[new URL(String(input)).pathname];
    return answer === undefined ? new Response("", { status: 404 }) : Response.json(answer);
  };
}
