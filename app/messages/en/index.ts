import { guidelines } from "./guidelines.ts";
import { progress } from "./progress.ts";
import { quiz } from "./quiz.ts";
import { shell } from "./shell.ts";

export const en = { guidelines, progress, quiz, shell } as const;
