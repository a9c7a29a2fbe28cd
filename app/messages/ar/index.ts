import type { Catalogue } from "#app/messages/catalogue.ts";
import { form } from "./form.ts";
import { shell } from "./shell.ts";

export const ar: Catalogue = { form, shell };
