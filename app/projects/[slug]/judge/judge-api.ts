import { TRPCClientError } from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import superjson from "superjson";
import type { api } from "#app/trpc/api.ts";
import type { AppRouter } from "#server/api/root.ts";
import { inTime } from "./in-time.ts";

type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;

export type Served = Outputs["assignments"]["take"];
export type LeaseOnScreen = Served["leases"][number];
export type IdleReason = NonNullable<Served["idle"]>;
export type Opening = Outputs["assignments"]["opening"];
export type SkipReason = Inputs["assignments"]["skip"]["reason"];

/** A fault after which judging cannot go on until the person does something. */
export type Halt = { readonly kind: "signed_out" | "removed"; readonly sentence: string };

/** What a failed request means for what was being sent. */
export type Failure =
  /** The server may never have seen it: send it again. */
  | { readonly kind: "unreachable" }
  /** The server understood and will never take it. */
  | { readonly kind: "refused"; readonly sentence: string }
  | { readonly kind: "halted"; readonly halt: Halt };

export type JudgeApi = {
  take(input: Inputs["assignments"]["take"]): Promise<Served>;
  skip(input: Inputs["assignments"]["skip"]): Promise<Served>;
  heartbeat(
    input: Inputs["assignments"]["heartbeat"],
  ): Promise<Outputs["assignments"]["heartbeat"]>;
  record(
    input: Inputs["judgments"]["record"],
  ): Promise<Served & Pick<Outputs["judgments"]["record"], "outcome">>;
  undo(
    input: Inputs["judgments"]["undo"],
  ): Promise<Served & Pick<Outputs["judgments"]["undo"], "assignmentId" | "said">>;
  /** Names the newest judgment that can still be taken back; null when there is none. */
  findUndoable(projectId: string): Promise<string | null>;
  /** Nobody waits for it: the window is closing. */
  leave(input: Inputs["assignments"]["leave"]): void;
};

export function createJudgeApi(client: typeof api): JudgeApi {
  return {
    take: (input) => inTime((limit) => client.assignments.take.mutate(input, limit)),
    skip: (input) => inTime((limit) => client.assignments.skip.mutate(input, limit)),
    heartbeat: (input) => inTime((limit) => client.assignments.heartbeat.mutate(input, limit)),
    record: (input) => inTime((limit) => client.judgments.record.mutate(input, limit)),
    undo: (input) => inTime((limit) => client.judgments.undo.mutate(input, limit)),
    findUndoable: async (projectId) => {
      const { judgments } = await inTime((limit) =>
        client.judgments.mine.query({ projectId }, limit),
      );
      return judgments.find((judgment) => judgment.canUndo)?.idempotencyKey ?? null;
    },
    leave: (input) => {
      const body = new Blob([JSON.stringify(superjson.serialize(input))], {
        type: "application/json",
      });
      navigator.sendBeacon("/api/trpc/assignments.leave", body);
    },
  };
}

export function classifyFailure(error: unknown): Failure {
  const status = statusOf(error);
  if (status === null || status === 429 || status >= 500) return { kind: "unreachable" };
  const sentence = error instanceof Error ? error.message : "The server refused this.";
  if (status === 401) return { kind: "halted", halt: { kind: "signed_out", sentence } };
  if (status === 403) return { kind: "halted", halt: { kind: "removed", sentence } };
  return { kind: "refused", sentence };
}

/** HTTP status of the server's answer; null when there was no answer that could be read. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof TRPCClientError)) return null;
  const status: unknown = error.data?.httpStatus;
  return typeof status === "number" ? status : null;
}
