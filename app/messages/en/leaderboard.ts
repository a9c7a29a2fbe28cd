/** Who has judged how much. */
export const leaderboard = {
  title: "Leaderboard",
  description:
    "Every judgment earns {points, number} points, whichever way it goes: disagreeing never costs any. Undoing takes them back. Days begin at midnight UTC. Prefer not to be named? <alias>Use an alias</alias>.",
  period: "Period",
  periods: { today: "Today", week: "This week", all: "All time" },
  noneOfYours: "You have no points in this period yet; one judgment puts you on the board.",
  emptyTitle: "Nobody has judged yet",
  emptyText: "The first judgment of this period takes the first place.",
  judge: "Judge pairs",
  table: "Annotators by points",
  rank: "Rank",
  annotator: "Annotator",
  judgments: "Judgments",
  points: "Points",
  you: "(you)",
} as const;
