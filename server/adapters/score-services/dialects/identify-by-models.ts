import { z } from "zod";
import { type Identity, unknownIdentity } from "#server/adapters/score-services/dialect.ts";
import type { Connection } from "#server/adapters/score-services/transport/open-connection.ts";

const models = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      /** The folder or hub name that the weights were read from; a LoRA has a parent besides. */
      root: z.string().nullish(),
      parent: z.string().nullish(),
    }),
  ),
});

/** What a server with the model list of OpenAI tells of one model. */
export async function identifyByModels(
  connection: Connection,
  model: string,
  signal?: AbortSignal,
): Promise<Identity> {
  const list = await connection.askOptional(models, { method: "GET", path: "/v1/models", signal });
  const found = list?.data.find(({ id }) => id === model);
  const revision = [found?.root, found?.parent].filter((part) => typeof part === "string");
  return {
    ...unknownIdentity,
    model,
    revision: revision.length === 0 ? null : revision.join(" on "),
  };
}
