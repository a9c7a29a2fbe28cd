import { logistic } from "#server/core/numerics/logistic.ts";
import type { Random } from "#server/core/numerics/random.ts";
import type { DataSetName } from "./data-sets.ts";

export type Labels = "clean" | "10 % flips" | "25 % flips" | "stochastic";

/** One experiment: a data set, how judges answer, and how many judgments may be asked for. */
export type Setting = {
  readonly name: string;
  readonly dataSet: DataSetName;
  readonly labels: Labels;
  readonly budget: number;
};

export const settings: readonly Setting[] = [
  { name: "alpaca-eval, clean", dataSet: "alpaca-eval", labels: "clean", budget: 1024 },
  { name: "alpaca-eval, 10 % flips", dataSet: "alpaca-eval", labels: "10 % flips", budget: 1024 },
  { name: "alpaca-eval, 25 % flips", dataSet: "alpaca-eval", labels: "25 % flips", budget: 1024 },
  { name: "alpaca-eval, stochastic", dataSet: "alpaca-eval", labels: "stochastic", budget: 1024 },
  { name: "hh-harmless, human", dataSet: "hh-harmless", labels: "clean", budget: 768 },
  { name: "hh-harmless, 10 % flips", dataSet: "hh-harmless", labels: "10 % flips", budget: 768 },
];

/** What a judge says of a pair: 1 when the first is preferred. */
export function drawLabel(
  labels: Labels,
  { margin, judgeMargin }: { margin: number; judgeMargin: number },
  random: Random,
): 0 | 1 {
  const truth = margin > 0 ? 1 : 0;
  const draw = random.uniform();
  switch (labels) {
    case "clean":
      return truth;
    case "10 % flips":
      return draw < 0.1 ? (truth === 1 ? 0 : 1) : truth;
    case "25 % flips":
      return draw < 0.25 ? (truth === 1 ? 0 : 1) : truth;
    case "stochastic":
      return draw < logistic(judgeMargin) ? 1 : 0;
  }
}
