import type { Database } from "#db/client.ts";
import { auditEvents } from "#db/schema/audit-events.ts";

export type AuditEvent = {
  readonly projectId: string | null;
  readonly actorId: string | null;
  readonly action: AuditAction;
  readonly detail?: Record<string, unknown>;
};

type AuditAction =
  | "account.claimed"
  | "account.created"
  | "form.updated"
  | "gold.removed"
  | "gold.saved"
  | "guidelines.published"
  | "identity.linked"
  | "identity.unlinked"
  | "invite.created"
  | "invite.revoked"
  | "member.joined"
  | "member.left"
  | "member.qualified"
  | "member.removed"
  | "member.role_changed"
  | "project.created"
  | "project.updated"
  | "reward_model.followed_newest"
  | "reward_model.promoted"
  | "reward_model.rescored"
  | "score_service.checked"
  | "score_service.registered"
  | "score_service.removed";

export async function insertAuditEvent(db: Database, event: AuditEvent): Promise<void> {
  await db.insert(auditEvents).values(event);
}
