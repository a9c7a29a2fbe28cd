/** What surrounds every page. */
export const shell = {
  description: "Human preferences where a reward model is undecided.",
  skipToContent: "Skip to content",
  signIn: "Sign in",
  accountMenu: "Account menu of {name}",
  account: "Account",
  signOut: "Sign out",
  project: "Project",
  paused: "Paused",
  pages: {
    judge: "Judge",
    leaderboard: "Leaderboard",
    models: "Models",
    data: "Data",
    gold: "Gold",
    learning: "Learning",
    exports: "Exports",
    members: "Members",
    settings: "Settings",
  },
  language: "Language",
  languageKept: "Kept in this browser.",
} as const;
