import { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createApiContext } from "#server/api/context.ts";
import { readBodyWithin } from "#server/api/read-body-within.ts";
import { appRouter } from "#server/api/root.ts";
import { assertSameSite } from "#server/api/same-site.ts";
import { Fault } from "#server/errors.ts";

const bytesMax = 1_000_000;

async function handle(request: Request): Promise<Response> {
  const body = request.method === "POST" ? await readBodyWithin(request, bytesMax) : undefined;
  const { url, method, headers, signal } = request;
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: new Request(url, { method, headers, signal, body: body ?? undefined }),
    router: appRouter,
    createContext: () => {
      refuseForeign(headers);
      if (body === null) {
        throw new TRPCError({ code: "PAYLOAD_TOO_LARGE", message: "This is too much at once." });
      }
      return createApiContext();
    },
  });
}

function refuseForeign(headers: Headers): void {
  try {
    assertSameSite(headers);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new TRPCError({ code: error.code, message: error.message, cause: error });
  }
}

export { handle as GET, handle as POST };
