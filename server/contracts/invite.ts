import { z } from "zod";
import { roles } from "#server/contracts/vocabulary.ts";

export const inviteToken = z.string().min(1).max(200);

export const createInviteInput = z.object({
  role: z.enum(roles),
  /** For telling invites apart in the list. */
  label: z.string().trim().max(80).default(""),
  usesMax: z.number().int().min(1).max(1000),
  expiresInDays: z.number().int().min(1).max(365).nullable(),
});
export type CreateInviteInput = z.infer<typeof createInviteInput>;

export type InviteState = "usable" | "used_up" | "expired" | "revoked";

export const inviteFaults = {
  unknown: "There is no such invite. Check that the whole address was copied.",
  used_up: "This invite has been used up. Ask whoever sent it for a new one.",
  expired: "This invite has expired. Ask whoever sent it for a new one.",
  revoked: "This invite has been withdrawn. Ask whoever sent it if you still need it.",
} as const satisfies Record<Exclude<InviteState, "usable"> | "unknown", string>;
