/** Where an annotator stands; encouragement without pressure. */
export const progress = {
  open: "Your progress",
  title: "Your progress",
  today: "Today",
  todayCount: "{count, plural, one {one judgment} other {# judgments}}",
  goal: "Daily goal",
  goalText: "{done, number} of {goal, number} today",
  goalReached: "Daily goal reached",
  goalField: "Judgments a day",
  goalHint: "Leave it empty for no goal.",
  goalFault: "Use a whole number from 1 to 5,000.",
  streak: "Streak",
  streakDays: "{days, plural, =0 {none yet} one {one day} other {# days in a row}}",
  session: "This session",
  sessionText:
    "{count, plural, one {one judgment} other {# judgments}} in {minutes, plural, one {one minute} other {# minutes}}",
  pace: "about {seconds, number} s each",
  points: "Points",
  settled: "{points, number} settled",
  pending: "{points, number} pending",
  pendingWhy:
    "Points are pending until a pair has all the judgments it wants. Nothing is lost by disagreeing.",
  days: "Days begin at midnight UTC.",
  breakTitle: "Time for a short break?",
  breakText:
    "You have been judging for {minutes, plural, one {one minute} other {# minutes}}. Fresh eyes judge better.",
  breakLater: "Not now",
  breakOff: "Do not remind me",
  breakField: "Suggest a break",
  breakNever: "Never",
  breakAfter: "After {minutes, number} minutes",
  save: "Save",
  saved: "Saved.",
  idle: {
    finished: {
      title: "You have judged everything there is for you",
      text: "Thank you. Every pair here has either all the judgments it wants or yours among them. More appear by themselves when prompts are added or when a pair needs another opinion.",
    },
    busy: {
      title: "Others are judging the last pairs",
      text: "Every pair left is on somebody’s screen right now. If one comes free, it will appear here by itself.",
    },
    paused: {
      title: "This project is paused",
      text: "A manager has paused it. What you have judged is kept; come back when it opens again.",
    },
    empty: {
      title: "There is nothing to judge yet",
      text: "No prompts have been imported into this project so far. A manager can add them under Data.",
    },
  },
  moreAt: "The first may come free at {time}.",
  lookAgain: "Look again",
  leaderboard: "Leaderboard",
  summary: "{today, number} today · {total, number} in all",
} as const;
