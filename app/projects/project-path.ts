import type { Route } from "next";

type ProjectPage =
  | "judge"
  | "leaderboard"
  | "models"
  | "data"
  | "learning"
  | "exports"
  | "members"
  | "settings";

/** The address of a page of a project. */
export function projectPath(slug: string, page: ProjectPage): Route {
  // Next checks literal addresses only; the union above keeps this one to pages that exist.
  return `/projects/${encodeURIComponent(slug)}/${page}` as Route;
}
