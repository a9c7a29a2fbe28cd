import { account } from "./account.ts";
import { common } from "./common.ts";
import { faults } from "./faults.ts";
import { form } from "./form.ts";
import { guidelines } from "./guidelines.ts";
import { judge } from "./judge.ts";
import { leaderboard } from "./leaderboard.ts";
import { outage } from "./outage.ts";
import { progress } from "./progress.ts";
import { quiz } from "./quiz.ts";
import { ranking } from "./ranking.ts";
import { reading } from "./reading.ts";
import { shell } from "./shell.ts";
import { site } from "./site.ts";

export const en = {
  account,
  common,
  faults,
  form,
  guidelines,
  judge,
  leaderboard,
  outage,
  progress,
  quiz,
  ranking,
  reading,
  shell,
  site,
} as const;
