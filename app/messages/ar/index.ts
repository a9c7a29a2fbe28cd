import type { Catalogue } from "#app/messages/catalogue.ts";
import { form } from "./form.ts";
import { guidelines } from "./guidelines.ts";
import { progress } from "./progress.ts";
import { quiz } from "./quiz.ts";
import { shell } from "./shell.ts";

export const ar: Catalogue = { form, guidelines, progress, quiz, shell };
