import { form } from "./form.ts";
import { guidelines } from "./guidelines.ts";
import { judge } from "./judge.ts";
import { progress } from "./progress.ts";
import { quiz } from "./quiz.ts";
import { ranking } from "./ranking.ts";
import { reading } from "./reading.ts";
import { shell } from "./shell.ts";

export const en = { form, guidelines, judge, progress, quiz, ranking, reading, shell } as const;
