import type { Catalogue } from "#app/messages/catalogue.ts";
import { shell } from "./shell.ts";

export const ar: Catalogue = { shell };
