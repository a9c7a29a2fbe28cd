import { expect, test } from "vitest";
import { chooseLearningStep, type News } from "./choose-learning-step.ts";

function stepFor(news: Partial<News>) {
  const base = { news: 0, unlearned: 0, trainedOn: 0, quietSeconds: 1, isPinned: false };
  return chooseLearningStep({ ...base, ...news });
}

test("a fit waits for eight judgments, then for four in a hundred of what the model knows", () => {
  expect(stepFor({ news: 7 })).toBeNull();
  expect(stepFor({ news: 8 })).toBe("fit");
  expect(stepFor({ news: 39, trainedOn: 1000 })).toBeNull();
  expect(stepFor({ news: 40, trainedOn: 1000 })).toBe("fit");
});

test("a pause is used to learn from what has come in, a long one from anything at all", () => {
  expect(stepFor({ news: 50, trainedOn: 5000, quietSeconds: 10 })).toBe("fit");
  expect(stepFor({ news: 1, trainedOn: 5000, quietSeconds: 10 })).toBeNull();
  expect(stepFor({ news: 1, trainedOn: 5000, quietSeconds: 120 })).toBe("fit");
  expect(stepFor({ news: 1, trainedOn: 40, quietSeconds: 10 })).toBe("fit");
  expect(stepFor({ news: 0, trainedOn: 5000, quietSeconds: 1000 })).toBeNull();
});

test("between fits one in a hundred is taken in online, once there is a model that ranks", () => {
  expect(stepFor({ news: 9, unlearned: 9, trainedOn: 1000 })).toBeNull();
  expect(stepFor({ news: 20, unlearned: 10, trainedOn: 1000 })).toBe("update");
  expect(stepFor({ news: 20, unlearned: 10, trainedOn: 1000, isPinned: true })).toBeNull();
  expect(stepFor({ news: 6, unlearned: 6, trainedOn: 0 })).toBeNull();
});
