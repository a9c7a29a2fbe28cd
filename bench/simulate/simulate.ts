import { randomBytes, randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { Presets, SingleBar } from "cli-progress";
import { createRandom, type Random } from "#server/core/numerics/random.ts";
import { readRuntime } from "#server/launch/runtime-file.ts";
import { type AnnotatorClient, createAnnotatorClient } from "./annotator-client.ts";
import { decideVerdict } from "./decide.ts";
import { type KnownUtilities, readDemoUtilities, readUtilities } from "./known-utilities.ts";
import { makeInvite } from "./make-invite.ts";

const usage = `npm run simulate -- [options]     judges pairs of the running product

  --annotators 5        how many people
  --judgments 200       how many judgments in all
  --reliability 0.9     share of judgments made by reading; one number, or one per person: 0.9,0.5
  --project demo        address of the project
  --url http://…        where the product runs; this checkout's own when left out
  --invite http://…     an invite link for annotators; made in the local database when left out
  --utilities file      JSON Lines whose responses carry a utility; the demo content when left out
  --seed 1              the same seed decides the same way`;

type Tally = {
  judged: number;
  decisive: number;
  right: number;
  readonly milliseconds: number[];
};

type Person = { readonly client: AnnotatorClient; readonly reliability: number };

async function main(): Promise<void> {
  const options = readOptions();
  const runtime = await readRuntime();
  const url = options.url ?? runtime?.url;
  if (url === undefined)
    throw new Error("Nothing runs here: start npm run quickstart, or pass --url.");
  const token =
    options.invite?.split("/").at(-1) ??
    (await makeInvite(requireDatabase(runtime?.databaseUrl), {
      slug: options.project,
      uses: options.annotators,
    }));
  const utilities = options.utilities
    ? await readUtilities(options.utilities)
    : readDemoUtilities();
  const people = await signInAll(url, token, options);
  const project = await people[0].client.api.projects.bySlug.query({ slug: options.project });
  await judgeAll({ people, projectId: project.id, utilities, options });
}

type Options = ReturnType<typeof readOptions>;

function readOptions() {
  const { values } = parseArgs({
    options: {
      annotators: { type: "string", default: "5" },
      judgments: { type: "string", default: "200" },
      reliability: { type: "string", default: "0.9" },
      project: { type: "string", default: "demo" },
      seed: { type: "string", default: "1" },
      url: { type: "string" },
      invite: { type: "string" },
      utilities: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const reliabilities = values.reliability.split(",").map(Number);
  if (!reliabilities.every((value) => value >= 0 && value <= 1)) {
    throw new Error("--reliability takes numbers from 0 to 1.");
  }
  return {
    ...values,
    annotators: readCount(values.annotators, "annotators"),
    judgments: readCount(values.judgments, "judgments"),
    seed: readCount(values.seed, "seed"),
    reliabilities,
  };
}

function readCount(text: string, name: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`--${name} takes a whole number from 1.`);
  return count;
}

function requireDatabase(databaseUrl: string | undefined): string {
  if (databaseUrl !== undefined) return databaseUrl;
  throw new Error("Pass --invite with an invite link: this checkout runs no product of its own.");
}

async function signInAll(url: string, token: string, options: Options): Promise<Person[]> {
  const bar = startBar("signing in", options.annotators);
  const people: Person[] = [];
  for (let index = 0; index < options.annotators; index += 1) {
    const client = createAnnotatorClient(url);
    const id = randomBytes(4).toString("hex");
    await client.join(token, {
      name: `Simulated ${index + 1}`,
      email: `simulated-${id}@example.org`,
      password: randomBytes(16).toString("base64url"),
    });
    const { reliabilities } = options;
    people.push({ client, reliability: reliabilities[index % reliabilities.length] });
    bar.increment();
  }
  bar.stop();
  return people;
}

type Run = {
  readonly people: readonly Person[];
  readonly projectId: string;
  readonly utilities: KnownUtilities;
  readonly options: Options;
};

async function judgeAll(run: Run): Promise<void> {
  const { people, options } = run;
  const tally: Tally = { judged: 0, decisive: 0, right: 0, milliseconds: [] };
  const bar = startBar("judging   ", options.judgments);
  const startedAt = performance.now();
  await Promise.all(
    people.map((person, index) =>
      judgeUntilDone({ ...run, person, tally, bar, random: createRandom(options.seed + index) }),
    ),
  );
  bar.stop();
  report(tally, (performance.now() - startedAt) / 1000);
}

async function judgeUntilDone(
  context: Run & {
    readonly person: Person;
    readonly tally: Tally;
    readonly bar: SingleBar;
    readonly random: Random;
  },
): Promise<void> {
  const { projectId, person, tally, bar, options } = context;
  const { api } = person.client;
  const { leases } = await api.assignments.take.mutate({ projectId, held: [] });
  const queue = [...leases];
  for (let lease = queue.shift(); lease !== undefined; lease = queue.shift()) {
    // Counted before the request, so that people at the same time do not overshoot together.
    if (tally.judged >= options.judgments) return;
    tally.judged += 1;
    const verdict = decideLease(context, lease);
    const sentAt = performance.now();
    const next = await api.judgments.record.mutate({
      projectId,
      assignmentId: lease.assignmentId,
      idempotencyKey: randomUUID(),
      verdict,
      strength: null,
      timings: null,
      held: queue.map((waiting) => waiting.assignmentId),
    });
    tally.milliseconds.push(performance.now() - sentAt);
    queue.push(...next.leases);
    bar.increment();
  }
}

function decideLease(
  {
    utilities,
    person,
    random,
    tally,
  }: {
    readonly tally: Tally;
    readonly utilities: KnownUtilities;
    readonly person: Person;
    readonly random: Random;
  },
  lease: { readonly left: string; readonly right: string },
) {
  const left = utilities.get(lease.left);
  const right = utilities.get(lease.right);
  if (left === undefined || right === undefined) {
    throw new Error("A response has no known utility: pass --utilities with the imported file.");
  }
  const verdict = decideVerdict({ left, right }, person.reliability, random);
  if (verdict !== "tie" && left !== right) {
    tally.decisive += 1;
    if ((verdict === "left") === left > right) tally.right += 1;
  }
  return verdict;
}

function report(tally: Tally, seconds: number): void {
  const sorted = tally.milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  console.log(
    [
      `${sorted.length} judgments in ${seconds.toFixed(1)} s (${(sorted.length / seconds).toFixed(1)}/s)`,
      `answer with the next pair: median ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms`,
      `decisive judgments that agree with the utilities: ${((100 * tally.right) / Math.max(1, tally.decisive)).toFixed(1)} %`,
    ].join("\n"),
  );
}

function startBar(label: string, total: number): SingleBar {
  const bar = new SingleBar(
    {
      format: `${label} {bar} {value}/{total} · {eta_formatted} left`,
      hideCursor: true,
      noTTYOutput: true,
      notTTYSchedule: 5000,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return bar;
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
