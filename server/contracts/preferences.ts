import { z } from "zod";

/** What one person has set for themselves; kept with the account, the same in every browser. */
export const preferences = z.object({
  /** Action to `KeyboardEvent.key` values, where they differ from the defaults. */
  keys: z.record(z.string().max(40), z.array(z.string().min(1).max(20)).max(4)).default({}),
  /** Judgments a day that the person means to make; null sets no goal. */
  dailyGoal: z.number().int().min(1).max(5000).nullable().default(null),
  /** Minutes of judging after which a break is suggested; null never does. */
  breakMinutes: z.number().int().min(5).max(240).nullable().default(45),
  /** Scrolls both responses together on wide screens. */
  scrollsTogether: z.boolean().default(false),
});
export type Preferences = z.infer<typeof preferences>;
