import { pgEnum } from "drizzle-orm/pg-core";
import * as vocabulary from "#server/contracts/vocabulary.ts";

export const roleEnum = pgEnum("role", vocabulary.roles);
export const verdictEnum = pgEnum("verdict", vocabulary.verdicts);
export const armEnum = pgEnum("arm", vocabulary.arms);
export const sliceEnum = pgEnum("slice", vocabulary.slices);
export const pairStatusEnum = pgEnum("pair_status", vocabulary.pairStatuses);
export const assignmentStateEnum = pgEnum("assignment_state", vocabulary.assignmentStates);
export const skipReasonEnum = pgEnum("skip_reason", vocabulary.skipReasons);
export const importStateEnum = pgEnum("import_state", vocabulary.importStates);
export const exportStateEnum = pgEnum("export_state", vocabulary.exportStates);
export const safetyBinEnum = pgEnum("safety_bin", vocabulary.safetyBins);
export const goldUseEnum = pgEnum("gold_use", vocabulary.goldUses);
export const projectStatusEnum = pgEnum("project_status", vocabulary.projectStatuses);
