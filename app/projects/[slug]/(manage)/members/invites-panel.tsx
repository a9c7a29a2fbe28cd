"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Badge, type Tone } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Dialog } from "#app/components/dialog.tsx";
import { PlusIcon } from "#app/components/icons.tsx";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { formatCount, formatDay } from "#app/format.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import type { InviteState } from "#server/contracts/invite.ts";
import type { Role } from "#server/contracts/vocabulary.ts";
import { CreateInviteForm } from "./create-invite-form.tsx";

type InvitesPanelProps = { readonly projectId: string; readonly viewerRole: Role };

export function InvitesPanel({ projectId, viewerRole }: InvitesPanelProps) {
  const trpc = useTRPC();
  const { data: invites } = useSuspenseQuery(trpc.invites.list.queryOptions({ projectId }));
  const [isCreating, setIsCreating] = useState(false);
  return (
    <div className="mt-14">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-4 sm:flex-nowrap">
        <div>
          <h2 className="font-display text-2xl">Invite links</h2>
          <p className="mt-1 text-sm leading-6 text-muted">
            Whoever opens a link can join with its role. An address is shown once, when it is made.
          </p>
        </div>
        <Button onClick={() => setIsCreating(true)}>
          <PlusIcon />
          New invite link
        </Button>
      </div>
      {invites.length === 0 ? (
        <p className="border-y border-line py-8 text-sm text-muted">No invite links yet.</p>
      ) : (
        <InviteTable projectId={projectId} invites={invites} />
      )}
      <Dialog title="New invite link" isOpen={isCreating} onClose={() => setIsCreating(false)}>
        <CreateInviteForm
          projectId={projectId}
          viewerRole={viewerRole}
          onDone={() => setIsCreating(false)}
        />
      </Dialog>
    </div>
  );
}

type Invite = ApiOutputs["invites"]["list"][number];
type InviteTableProps = { readonly projectId: string; readonly invites: readonly Invite[] };

function InviteTable({ projectId, invites }: InviteTableProps) {
  return (
    <Table
      label="Invite links"
      head={
        <>
          <HeadCell>Invite</HeadCell>
          <HeadCell>Role</HeadCell>
          <HeadCell isNumber>Used</HeadCell>
          <HeadCell>Expires</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>
            <span className="sr-only">Actions</span>
          </HeadCell>
        </>
      }
    >
      {invites.map((invite) => (
        <InviteRow key={invite.id} projectId={projectId} invite={invite} />
      ))}
    </Table>
  );
}

const stateWords = {
  usable: { label: "Open", tone: "accent" },
  used_up: { label: "Used up", tone: "neutral" },
  expired: { label: "Expired", tone: "neutral" },
  revoked: { label: "Revoked", tone: "neutral" },
} as const satisfies Record<InviteState, { label: string; tone: Tone }>;

function InviteRow({ projectId, invite }: { readonly projectId: string; readonly invite: Invite }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useToast();
  const revoke = useMutation(
    trpc.invites.revoke.mutationOptions({
      onError: (error) => say(faultWords(error)),
      onSuccess: () => say("The invite link no longer works."),
      onSettled: () => queryClient.invalidateQueries(trpc.invites.list.queryFilter({ projectId })),
    }),
  );
  const name = invite.label || `Invite of ${formatDay(invite.createdAt)}`;
  const common = useTranslations("common");
  const { label, tone } = stateWords[invite.state];
  return (
    <Row>
      <Cell>
        <bdi className="font-medium">{name}</bdi>
        {invite.createdBy && (
          <p className="text-[0.8125rem] text-muted">
            by <bdi>{invite.createdBy}</bdi>
          </p>
        )}
      </Cell>
      <Cell>{common(`roles.${invite.role}`)}</Cell>
      <Cell isNumber className="whitespace-nowrap">
        {formatCount(invite.uses)} of {formatCount(invite.usesMax)}
      </Cell>
      <Cell className="whitespace-nowrap text-muted">
        {invite.expiresAt ? formatDay(invite.expiresAt) : "Never"}
      </Cell>
      <Cell>
        <Badge tone={tone}>{label}</Badge>
      </Cell>
      <Cell className="text-end">
        {invite.state === "usable" && (
          <Button
            size="small"
            variant="quiet"
            aria-label={`Revoke ${name}`}
            isBusy={revoke.isPending}
            onClick={() => revoke.mutate({ projectId, inviteId: invite.id })}
          >
            Revoke
          </Button>
        )}
      </Cell>
    </Row>
  );
}
