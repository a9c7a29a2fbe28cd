import type { Catalogue } from "#app/messages/catalogue.ts";
import { reading } from "./reading.ts";
import { shell } from "./shell.ts";

export const ar: Catalogue = { reading, shell };
