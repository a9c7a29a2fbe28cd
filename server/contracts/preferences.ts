import { z } from "zod";

const actionsMax = 80;

const fields = {
  /** Action to `KeyboardEvent.key` values, where they differ from the defaults. */
  keys: z
    .record(z.string().min(1).max(40), z.array(z.string().min(1).max(20)).max(4))
    .refine((keys) => Object.keys(keys).length <= actionsMax, {
      message: `At most ${actionsMax} actions may have keys of their own.`,
    }),
  /** Judgments a day that the person means to make; null sets no goal. */
  dailyGoal: z.number().int().min(1).max(5000).nullable(),
  /** Minutes of judging after which a break is suggested; null never does. */
  breakMinutes: z.number().int().min(5).max(240).nullable(),
  /** Scrolls both responses together on wide screens. */
  scrollsTogether: z.boolean(),
};

/** What one person has set for themselves; kept with the account, the same in every browser. */
export const preferences = z.object({
  keys: fields.keys.default({}),
  dailyGoal: fields.dailyGoal.default(null),
  breakMinutes: fields.breakMinutes.default(45),
  scrollsTogether: fields.scrollsTogether.default(false),
});
export type Preferences = z.infer<typeof preferences>;

/** What is named is replaced whole; what is left out stays as it was. */
export const updatePreferencesInput = z.strictObject(fields).partial();
export type UpdatePreferencesInput = z.infer<typeof updatePreferencesInput>;
