import { guidelines } from "./guidelines.ts";
import { progress } from "./progress.ts";
import { quiz } from "./quiz.ts";
import { reading } from "./reading.ts";
import { shell } from "./shell.ts";

export const en = { guidelines, progress, quiz, reading, shell } as const;
