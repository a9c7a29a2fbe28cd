import { createLazyModule } from "./lazy-module.ts";

/**
 * What menus and windows are made of is large and rarely needed, so it is fetched when somebody is
 * about to open the first one.
 */
export const overlays = createLazyModule(() => import("./overlay-primitives.tsx"));
