import type { z } from "zod";
import { boundsWords, type LimitName, limitWords } from "./limit-words.ts";
import type { ServerValues } from "./server-values.ts";

type FieldName = Exclude<keyof ServerValues, "id" | "limits"> | LimitName;

/** Why what was entered cannot be used, field by field. */
export type ServerErrors = Readonly<Partial<Record<FieldName, string>>>;

/** The fields whose place in the configuration has another name. */
const fieldOfPath: Readonly<Record<string, FieldName>> = {
  "template.start": "templateStart",
  "template.turn": "templateTurn",
  "template.end": "templateEnd",
  "template.roles.system": "systemName",
  "template.roles.user": "userName",
  "template.roles.assistant": "assistantName",
};

/** Puts what the contract refuses at the fields that it was entered in. */
export function placeIssues(
  issues: readonly z.core.$ZodIssue[],
  serverCount: number,
): { readonly errors: readonly ServerErrors[]; readonly fault: string | null } {
  const errors = Array.from(
    { length: serverCount },
    (): Partial<Record<FieldName, string>> => ({}),
  );
  let fault: string | null = null;
  for (const issue of issues) {
    const { place, field } = placeOf(issue.path);
    const words = wordsOf(issue, field);
    const held = errors[place];
    if (held === undefined || field === undefined) fault ??= words;
    else held[field] ??= words;
  }
  return { errors, fault };
}

function placeOf([part, ...path]: readonly PropertyKey[]): {
  readonly place: number;
  readonly field: FieldName | undefined;
} {
  if (part === "tokens") return { place: Number(path[0] ?? 0), field: "token" };
  const isMember = path[0] === "members";
  const names = (isMember ? path.slice(2) : path).filter((name) => name !== "limits").join(".");
  // What is left of a path is the name of a field, or nothing when the whole is wrong.
  const field = fieldOfPath[names] ?? ((names || undefined) as FieldName | undefined);
  return { place: isMember ? Number(path[1]) : 0, field };
}

function wordsOf(issue: z.core.$ZodIssue, field: FieldName | undefined): string {
  const limit = limitWords.find(({ name }) => name === field);
  if (limit !== undefined) return boundsWords(limit);
  if (field === "comparisonsPerAnswer") return "Use a whole number from 1 to 16.";
  if (field === "kind") return "An ensemble needs rewards; this kind gives embeddings only.";
  // The contract has words of its own for the length of an address.
  if (issue.code === "too_big" && issue.origin === "string" && field !== "url") {
    return `Use at most ${issue.maximum.toLocaleString("en")} characters.`;
  }
  return issue.message;
}
