import type { ScoreItem } from "./score-adapter.ts";

/** Fixed texts by whose rewards a model is recognised; a change here changes every version. */
export const canaries: readonly ScoreItem[] = [
  {
    id: "canary-1",
    messages: [{ role: "user", content: "Which planet is the largest of the solar system?" }],
    answer: "Jupiter is the largest planet of the solar system.",
  },
  {
    id: "canary-2",
    messages: [{ role: "user", content: "Which planet is the largest of the solar system?" }],
    answer: "No idea, ask somebody else.",
  },
  {
    id: "canary-3",
    messages: [{ role: "user", content: "Write one line of a poem about rain." }],
    answer: "Rain writes its letters on the window, and the night reads them aloud.",
  },
];
