import type { Catalogue } from "#app/messages/catalogue.ts";
import { account } from "./account.ts";
import { common } from "./common.ts";
import { faults } from "./faults.ts";
import { guidelines } from "./guidelines.ts";
import { leaderboard } from "./leaderboard.ts";
import { outage } from "./outage.ts";
import { progress } from "./progress.ts";
import { quiz } from "./quiz.ts";
import { shell } from "./shell.ts";
import { site } from "./site.ts";

export const ar: Catalogue = {
  account,
  common,
  faults,
  guidelines,
  leaderboard,
  outage,
  progress,
  quiz,
  shell,
  site,
};
