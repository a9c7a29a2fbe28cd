import { isClose } from "#server/adapters/score-services/model-version.ts";
import type { RewardScale } from "#server/contracts/reward-protocol.ts";
import type { ProbeFinding } from "#server/contracts/score-probe.ts";
import type { ScoreServiceKind } from "#server/contracts/score-service.ts";
import { type Collected, type Found, plainItems } from "./collect-rewards.ts";
import { oddTexts, plainPairs } from "./probe-texts.ts";

/** Everything that the rewards of the probe's texts tell against a service. */
export function judgeRewards(
  collected: Collected,
  service: {
    readonly kind: ScoreServiceKind;
    readonly scale: RewardScale;
    readonly isRelative: boolean;
  },
): ProbeFinding[] {
  const refused = findRefused(collected);
  // What is not there cannot be compared, and would only repeat the first finding in other words.
  if (refused.some(({ severity }) => severity === "error")) {
    return refused;
  }
  const values = plainItems.map(({ id }) => numbersOf(collected.together.get(id)));
  return [
    ...refused,
    ...findConstant(values, service.kind),
    ...findSigmoid(values, service),
    // What a relative reward is depends on who else is asked about, so that all of these differ.
    ...(service.isRelative ? [] : findUnequal(collected)),
    ...findBadAboveGood(collected),
  ];
}

function findRefused({ together, mixed }: Collected): ProbeFinding[] {
  const plain = plainItems.flatMap(({ id }) => errorOf(together.get(id)));
  const [reason] = plain;
  const findings: ProbeFinding[] = [];
  if (reason !== undefined) {
    findings.push({
      severity: "error",
      code: "text_refused",
      message: `${plain.length} of ${plainItems.length} plain short texts got no reward: ${reason}`,
    });
  }
  for (const { name, item } of oddTexts) {
    const [error] = errorOf(mixed.get(item.id));
    if (error !== undefined) {
      findings.push({
        severity: "warning",
        code: "text_refused",
        message: `The service gives no reward to ${name}; such answers will be served without one. It said: ${error}`,
      });
    }
  }
  return findings;
}

function findConstant(
  values: readonly (readonly number[])[],
  kind: ScoreServiceKind,
): ProbeFinding[] {
  const [first = []] = values;
  if (values.some((numbers) => numbers.some((value, place) => value !== first[place]))) {
    return [];
  }
  const [value = 0] = first;
  const cause =
    kind === "tei_embed"
      ? "The model ignores what it reads."
      : "A softmax over a single label does this, as /v1/classify of SGLang has it: use its native /classify, or switch the activation off.";
  return [
    {
      severity: "error",
      code: "constant",
      message: `Every text got the same answer (${value}), so that nothing can be learnt from it. ${cause}`,
    },
  ];
}

function findSigmoid(
  values: readonly (readonly number[])[],
  { kind, scale }: { readonly kind: ScoreServiceKind; readonly scale: RewardScale },
): ProbeFinding[] {
  const isBetween = values.every(([value, ...more]) => {
    return value !== undefined && more.length === 0 && value >= 0 && value <= 1;
  });
  if (!isBetween || scale === "probability") {
    return [];
  }
  const remedy =
    kind === "vllm_classify" || kind === "vllm_pooling"
      ? "update vLLM to a version that knows use_activation, or set problem_type to regression in the model's configuration"
      : "switch off the activation on the server";
  return [
    {
      severity: "warning",
      code: "sigmoid_left_on",
      message: `All rewards lie between 0 and 1: a sigmoid seems to be left on, which hides differences between good answers. To get raw rewards, ${remedy}; if they are meant to be probabilities, set the scale to that.`,
    },
  ];
}

function findUnequal({ together, mixed, again, reversed, apart }: Collected): ProbeFinding[] {
  if (differs(together, again)) {
    return [
      {
        severity: "warning",
        code: "not_deterministic",
        message:
          "The same texts got other rewards when asked again. Switch off sampling and dropout on the server; the version of the model cannot be recognised otherwise.",
      },
    ];
  }
  if (differs(together, reversed) && isSameByPosition(together, reversed)) {
    return [
      {
        severity: "error",
        code: "order_lost",
        message:
          "The rewards do not come in the order of the texts: asked in the opposite order, each text got the reward of another. The server sorts its answers; set the batch size to 1, or use a path that keeps the order.",
      },
    ];
  }
  return [mixed, apart, reversed].some((other) => differs(together, other))
    ? [
        {
          severity: "error",
          code: "batch_differs",
          message:
            "A text gets another reward in a batch than by itself, as with wrong padding. Set the batch size to 1, or a pad token in the model's configuration.",
        },
      ]
    : [];
}

function findBadAboveGood({ together, gives }: Collected): ProbeFinding[] {
  if (!gives.mean) {
    return [];
  }
  const wrong = plainPairs.filter(({ good, bad }) => {
    const [high = 0] = numbersOf(together.get(good.id));
    const [low = 0] = numbersOf(together.get(bad.id));
    return low > high;
  });
  if (wrong.length === 0) {
    return [];
  }
  const cause =
    wrong.length === plainPairs.length
      ? "The sign seems to be reversed, or the model is no reward model."
      : "Check the chat template: a wrong one makes rewards random.";
  return [
    {
      severity: "warning",
      code: "bad_above_good",
      message: `In ${wrong.length} of ${plainPairs.length} pairs whose better answer is plain, the worse one got the higher reward. ${cause}`,
    },
  ];
}

type Rewards = ReadonlyMap<string, Found>;

/** Where either is missing there is nothing to compare. */
function differs(one: Rewards, other: Rewards): boolean {
  return plainItems.some(({ id }) => !isAlike(one.get(id), other.get(id)));
}

function isSameByPosition(straight: Rewards, reversed: Rewards): boolean {
  const backwards = [...plainItems].reverse();
  return plainItems.every(({ id }, place) =>
    isAlike(straight.get(id), reversed.get(backwards[place]?.id ?? "")),
  );
}

function isAlike(one: Found | undefined, other: Found | undefined): boolean {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  return a.every((value, place) => isClose(value, b[place] ?? value));
}

function numbersOf(found: Found | undefined): readonly number[] {
  return found !== undefined && "numbers" in found ? found.numbers : [];
}

function errorOf(found: Found | undefined): string[] {
  return found !== undefined && "error" in found ? [found.error] : [];
}
