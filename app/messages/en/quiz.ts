/** The quiz before real work, and the guidelines. */
export const quiz = {
  title: "Qualification quiz",
  intro:
    "{total, plural, one {One pair} other {# pairs}} with a known answer. You need {needed, number} right to begin; each answer is explained.",
  question: "Question {number, number} of {total, number}",
  rightSoFar: "{right, number} of {answered, number} right so far",
  aBetter: "A is better",
  bBetter: "B is better",
  tie: "Tie",
  bothBad: "Both bad",
  isRight: "Right.",
  isWrong: "Not quite.",
  expected: {
    left: "A is the better one.",
    right: "B is the better one.",
    tie: "The two are alike.",
    both_bad: "Both are bad.",
  },
  next: "Next question",
  finish: "See the result",
  passedTitle: "You have passed",
  passedText: "{right, number} of {total, number} right. What you judge from now on counts.",
  startJudging: "Start judging",
  failedTitle: "Not enough yet",
  failedText:
    "{right, number} of {total, number} right; {needed, number} are needed. Read the guidelines once more before you try again.",
  tryAgain: "Try again ({left, plural, one {one attempt left} other {# attempts left}})",
  noneLeft:
    "There is no attempt left. A manager of the project can let you in or give you another go.",
  emptyTitle: "This project has no quiz",
  emptyText: "You can begin judging right away.",
  waitingTitle: "A short quiz comes first",
  waitingText:
    "This project asks for a few pairs with known answers before real work counts. It takes a few minutes and explains every answer.",
  takeQuiz: "Take the quiz",
  failed: "The answer could not be sent: {reason}",
} as const;
