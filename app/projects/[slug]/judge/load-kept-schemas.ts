const retryMs = 1000;

/**
 * What reads back what an earlier visit has kept. Most visits begin with nothing kept, so it is
 * fetched only when there is something; and since that is somebody's work, until it is here.
 */
export async function loadKeptSchemas(): Promise<typeof import("./kept-schemas.ts")> {
  for (;;) {
    const schemas = await import("./kept-schemas.ts").catch(() => null);
    if (schemas !== null) return schemas;
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}
