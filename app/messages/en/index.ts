import { form } from "./form.ts";
import { guidelines } from "./guidelines.ts";
import { progress } from "./progress.ts";
import { quiz } from "./quiz.ts";
import { shell } from "./shell.ts";

export const en = { form, guidelines, progress, quiz, shell } as const;
