import { type ScoreServiceLimits, scoreServiceLimits } from "#server/contracts/score-service.ts";

export type LimitName = keyof ScoreServiceLimits;

type LimitWords = {
  readonly name: LimitName;
  readonly label: string;
  readonly hint: string;
  /** How many of the contract's units one of the field's is. */
  readonly unit: number;
  /** Means nothing to a server that is sent one conversation a request. */
  readonly isForBatches?: boolean;
};

/** Every limit as it is entered, in the order of how often one is needed. */
export const limitWords: readonly LimitWords[] = [
  {
    name: "batchItemsMax",
    label: "Batch size",
    hint: "Answers in one request. 1 for a server that mixes up or pads its batches.",
    unit: 1,
    isForBatches: true,
  },
  {
    name: "batchTokensMax",
    label: "Tokens in a batch",
    hint: "Estimated, at about four characters a token.",
    unit: 1,
    isForBatches: true,
  },
  {
    name: "concurrency",
    label: "Requests at once",
    hint: "As many as the server carries well.",
    unit: 1,
  },
  {
    name: "attemptsMax",
    label: "Attempts",
    hint: "Of one request, while the server is busy.",
    unit: 1,
  },
  {
    name: "timeoutMs",
    label: "Time-out (seconds)",
    hint: "For a whole reply.",
    unit: 1_000,
  },
  {
    name: "connectTimeoutMs",
    label: "Time to connect (seconds)",
    hint: "Longer ones count as unreachable.",
    unit: 1_000,
  },
  {
    name: "responseBytesMax",
    label: "Largest reply (KiB)",
    hint: "Embeddings may need more than the usual.",
    unit: 1_024,
  },
];

const defaults = scoreServiceLimits.parse({});

/** What applies while the field is empty. */
export function defaultLimit({ name, unit }: LimitWords): string {
  return String(defaults[name] / unit);
}

/** An empty field leaves the limit to its default; what is no number becomes NaN. */
export function readLimits(entered: Readonly<Record<LimitName, string>>, takesBatches: boolean) {
  const read = limitWords
    .filter(
      ({ name, isForBatches }) => entered[name].trim() !== "" && (takesBatches || !isForBatches),
    )
    .map(({ name, unit }) => {
      const value = Number(entered[name]) * unit;
      return [name, unit === 1 ? value : Math.round(value)];
    });
  return Object.fromEntries(read);
}

/** The fields of limits that are held; those at their default stay empty. */
export function limitValues(limits: ScoreServiceLimits): Record<LimitName, string> {
  const fields = limitWords.map(({ name, unit }) => [
    name,
    limits[name] === defaults[name] ? "" : String(limits[name] / unit),
  ]);
  // Its keys are those of `limitWords`, which has every limit.
  return Object.fromEntries(fields) as Record<LimitName, string>;
}

/** Which values can be used: “Use a whole number from 1 to 32.” */
export function boundsWords({ name, unit }: LimitWords): string {
  const { minValue, maxValue } = scoreServiceLimits.shape[name].unwrap();
  const bound = (value: number | null) => ((value ?? 0) / unit).toLocaleString("en");
  const number = unit === 1_000 ? "a number" : "a whole number";
  return `Use ${number} from ${bound(minValue)} to ${bound(maxValue)}.`;
}
