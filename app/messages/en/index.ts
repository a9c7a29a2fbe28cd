import { reading } from "./reading.ts";
import { shell } from "./shell.ts";

export const en = { reading, shell } as const;
