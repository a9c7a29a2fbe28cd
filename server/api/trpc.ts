import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import type { Viewer } from "#server/auth/viewer.ts";
import type { Role } from "#server/contracts/vocabulary.ts";
import { Fault, Forbidden, SignedOut } from "#server/errors.ts";
import { logger } from "#server/logger.ts";
import { authoriseProject } from "#server/services/authorise-project.ts";

export type ApiContext = {
  readonly db: Database;
  readonly viewer: Viewer | null;
  readonly requestId: string;
  /** Network address of the client, for rate limits only. */
  readonly clientAddress: string;
};

const trpc = initTRPC.context<ApiContext>().create({
  transformer: superjson,
  errorFormatter({ shape, error, ctx }) {
    const isExpected = error.code !== "INTERNAL_SERVER_ERROR";
    return {
      ...shape,
      message: isExpected
        ? sentenceOf(error)
        : "Something went wrong on our side. Nothing you did was lost.",
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, requestId: ctx?.requestId },
    };
  },
});

export const router = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;

/** The one place where expected faults become wire codes and bugs are logged. */
const translateFaults = trpc.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = result.error.cause;
  if (cause instanceof Fault) {
    throw new TRPCError({ code: cause.code, message: cause.message, cause });
  }
  if (result.error.code === "INTERNAL_SERVER_ERROR") {
    logger.error({ err: cause ?? result.error, path, requestId: ctx.requestId }, "request failed");
  }
  return result;
});

export const publicProcedure = trpc.procedure.use(translateFaults);

export const viewerProcedure = publicProcedure.use(({ ctx, next }) => {
  if (ctx.viewer === null) throw new SignedOut("Please sign in.");
  return next({ ctx: { viewer: ctx.viewer } });
});

export const administratorProcedure = viewerProcedure.use(({ ctx, next }) => {
  if (!ctx.viewer.isAdministrator) throw new Forbidden("Only an administrator may do this.");
  return next();
});

/** A procedure on one project for members with at least the role `required`. */
export function projectProcedure(required: Role) {
  return viewerProcedure
    .input(z.object({ projectId: z.uuid() }))
    .use(async ({ ctx, input, next }) => {
      const { projectId } = input;
      const viewer = await authoriseProject(ctx.db, { viewer: ctx.viewer, projectId, required });
      return next({ ctx: { viewer } });
    });
}

function sentenceOf(error: TRPCError): string {
  if (!(error.cause instanceof z.ZodError)) return error.message;
  return error.cause.issues
    .map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`)
    .join("; ");
}
