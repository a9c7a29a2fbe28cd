import type { Database } from "#db/client.ts";
import { listAnnotatorPoints } from "#db/queries/leaderboards.ts";
import { type LeaderboardPeriod, startOfPeriod } from "./periods.ts";

const rowsMax = 50;

/**
 * The annotators of a project by points in a period. Equal points share a rank. The viewer's own
 * row is always there, even below the rows that are shown.
 */
export async function listAnnotatorBoard(
  db: Database,
  params: {
    readonly projectId: string;
    readonly viewerId: string;
    readonly period: LeaderboardPeriod;
  },
) {
  const since = startOfPeriod(params.period);
  const points = await listAnnotatorPoints(db, { projectId: params.projectId, since });
  const ranked = points.map(({ userId, ...row }) => ({
    ...row,
    rank: 1 + points.filter((other) => other.points > row.points).length,
    isViewer: userId === params.viewerId,
  }));
  return {
    annotators: ranked.length,
    rows: ranked.filter((row, index) => index < rowsMax || row.isViewer),
    own: ranked.find((row) => row.isViewer) ?? null,
  };
}
