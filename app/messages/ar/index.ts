import type { Catalogue } from "#app/messages/catalogue.ts";
import { guidelines } from "./guidelines.ts";
import { progress } from "./progress.ts";
import { quiz } from "./quiz.ts";
import { shell } from "./shell.ts";

export const ar: Catalogue = { guidelines, progress, quiz, shell };
