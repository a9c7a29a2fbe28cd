import { loadUntilHere } from "#app/components/load-until-here.ts";

/**
 * What reads back what an earlier visit has kept. Most visits begin with nothing kept, so it is
 * fetched only when there is something; and that is somebody's work.
 */
export function loadKeptSchemas(): Promise<typeof import("./kept-schemas.ts")> {
  return loadUntilHere(() => import("./kept-schemas.ts"));
}
