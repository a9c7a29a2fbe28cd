import { z } from "zod";
import { messageRoles } from "#server/contracts/vocabulary.ts";

const message = z.object({ role: z.enum(messageRoles), content: z.string().min(1) });
export type Message = z.infer<typeof message>;
