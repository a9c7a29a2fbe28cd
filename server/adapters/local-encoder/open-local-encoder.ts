import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { z } from "zod";
import type {
  ItemScore,
  ScoreAdapter,
  ScoreItem,
} from "#server/adapters/score-services/score-adapter.ts";
import { ModelVersionChanged, ScoreServiceFault } from "#server/errors.ts";

const encoderProgram = path.join(import.meta.dirname, "encoder-process.mjs");

/** Loading may have to download the model first. */
const loadMsMax = 600_000;
const encodeMsMax = 120_000;
const textsAtOnce = 16;
/** Encoders read a few hundred tokens; a longer text only costs time. */
const answerCharactersMax = 4_000;
const questionCharactersMax = 500;

const reply = z.object({
  id: z.number().optional(),
  version: z.string().optional(),
  vectors: z.array(z.array(z.number().nullable())).optional(),
  fault: z.string().optional(),
});
type Reply = z.infer<typeof reply>;

type Running = { readonly child: ChildProcess; readonly version: string };

/** An encoder of the worker's own; `end` stops its process. */
export type LocalEncoder = { readonly adapter: ScoreAdapter; end(): void };

/**
 * Runs a sentence encoder in a process of its own, started when it is first asked and again whenever
 * it has ended. It gives embeddings only.
 */
export function openLocalEncoder(model: string, program = encoderProgram): LocalEncoder {
  let running: Running | null = null;
  let calls = 0;

  async function start(signal?: AbortSignal): Promise<Running> {
    if (running?.child.connected) return running;
    const child = fork(program, [model], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const limit = limitTo(loadMsMax, signal);
    try {
      const { version } = await nextReply(child, (told) => told.version !== undefined, limit);
      running = { child, version: version ?? "" };
      return running;
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    }
  }

  async function encode(child: ChildProcess, texts: readonly string[], signal?: AbortSignal) {
    const id = ++calls;
    const answer = nextReply(child, (told) => told.id === id, limitTo(encodeMsMax, signal));
    child.send({ id, texts });
    const { vectors } = await answer;
    if (vectors?.length !== texts.length) {
      throw new ScoreServiceFault("bad_reply", "The local encoder left texts out.");
    }
    return vectors;
  }

  const describe: ScoreAdapter["describe"] = async (signal) => {
    const { version } = await start(signal);
    const name = { kind: "local_encoder", model } as const;
    return { ...name, modelVersion: version, scale: "arbitrary", fingerprint: [] };
  };

  const score: ScoreAdapter["score"] = async (items, signal) => {
    const { child, version } = await start(signal);
    const scored: ItemScore[] = [];
    for (let at = 0; at < items.length; at += textsAtOnce) {
      const batch = items.slice(at, at + textsAtOnce);
      const vectors = await encode(child, batch.map(readText), signal);
      scored.push(...batch.map(({ id }, index) => toScore(id, vectors[index] ?? [])));
    }
    if (running?.version !== version) throw new ModelVersionChanged(version, "another one");
    return { modelVersion: version, scale: "arbitrary", items: scored };
  };

  return {
    adapter: {
      kind: "local_encoder",
      isRelative: false,
      members: [],
      describe,
      score,
      health: () => ({ state: "closed" }),
      // The process outlives a run, since loading the model takes far longer than a batch.
      close: async () => {},
    },
    end: () => running?.child.kill("SIGKILL"),
  };
}

/** The answer first, since what is too long is cut at the end and the question is the same for both. */
function readText({ messages, answer }: ScoreItem): string {
  const question = messages.at(-1)?.content ?? "";
  return `${answer.slice(0, answerCharactersMax)}\n\n${question.slice(0, questionCharactersMax)}`;
}

function toScore(id: string, vector: readonly (number | null)[]): ItemScore {
  const numbers = vector.flatMap((value) => (Number.isFinite(value) ? (value ?? []) : []));
  if (numbers.length === 0 || numbers.length !== vector.length) {
    return { id, ok: false, error: "The local encoder gave something that is not a number." };
  }
  const embedding = Float64Array.from(numbers);
  return { id, ok: true, score: { mean: null, std: null, members: null, embedding } };
}

function limitTo(milliseconds: number, signal?: AbortSignal): AbortSignal {
  const limit = AbortSignal.timeout(milliseconds);
  return signal === undefined ? limit : AbortSignal.any([limit, signal]);
}

/** The next message that is meant, or the fault of the process: what it said, or that it ended. */
async function nextReply(
  child: ChildProcess,
  isMeant: (told: Reply) => boolean,
  signal: AbortSignal,
): Promise<Reply> {
  const done = new AbortController();
  try {
    return await new Promise<Reply>((resolve, reject) => {
      const fail = (message: string) => reject(new ScoreServiceFault("unreachable", message));
      const onMessage = (message: unknown) => {
        const told = reply.parse(message);
        if (told.fault !== undefined && (told.id === undefined || isMeant(told))) fail(told.fault);
        else if (isMeant(told)) resolve(told);
      };
      const onEnd = () => fail("The local encoder ended; it is started again when next asked.");
      child.on("message", onMessage).once("exit", onEnd).once("error", onEnd);
      signal.addEventListener("abort", () => fail("The local encoder did not answer in time."), {
        once: true,
        signal: done.signal,
      });
      done.signal.addEventListener("abort", () => {
        child.off("message", onMessage).off("exit", onEnd).off("error", onEnd);
      });
      if (!child.connected) onEnd();
    });
  } finally {
    done.abort();
  }
}
