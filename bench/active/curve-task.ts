import { z } from "zod";
import { policies } from "#server/core/reward/policies.ts";

const policyNames = Object.keys(policies) as (keyof typeof policies)[]; // Object.keys forgets the key type.

/** One learning curve to simulate. */
export const curveTask = z.object({
  setting: z.string(),
  policy: z.enum(policyNames),
  seed: z.number().int(),
});
export type CurveTask = z.infer<typeof curveTask>;

const curvePoint = z.object({ judgments: z.number(), accuracy: z.number(), logLoss: z.number() });

/** One learning curve that was simulated. */
export const curve = z.object({ task: curveTask, points: z.array(curvePoint) });
export type Curve = z.infer<typeof curve>;
