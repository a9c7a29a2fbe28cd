import type { Route } from "next";

type ProjectPage =
  | "judge"
  | "quiz"
  | "my-judgments"
  | "gold"
  | "leaderboard"
  | "models"
  | "data"
  | "learning"
  | "exports"
  | "members"
  | "settings";

/** The address of a page of a project, or of the project itself. */
export function projectPath(slug: string, page?: ProjectPage): Route {
  const project = `/projects/${encodeURIComponent(slug)}`;
  // Next checks literal addresses only; the union above keeps this one to pages that exist.
  return (page === undefined ? project : `${project}/${page}`) as Route;
}
