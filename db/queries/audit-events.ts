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
  | "project.updated";

export async function insertAuditEvent(db: Database, event: AuditEvent): Promise<void> {
  await db.insert(auditEvents).values(event);
}
