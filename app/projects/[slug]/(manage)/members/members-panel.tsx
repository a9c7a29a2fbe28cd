"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { ConfirmDialog } from "#app/components/confirm-dialog.tsx";
import { HeadCell, Table } from "#app/components/table.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import type { Role } from "#server/contracts/vocabulary.ts";
import { MemberRow } from "./member-row.tsx";

type Member = ApiOutputs["members"]["list"][number];

type MembersPanelProps = {
  readonly projectId: string;
  readonly viewerId: string;
  readonly viewerRole: Role;
};

export function MembersPanel({ projectId, viewerId, viewerRole }: MembersPanelProps) {
  const trpc = useTRPC();
  const { data: members } = useSuspenseQuery(trpc.members.list.queryOptions({ projectId }));
  const { changeRole, remove } = useMemberChanges(projectId);
  const [leaving, setLeaving] = useState<Member | null>(null);
  if (members.length === 0) {
    return (
      <p className="border-y border-line py-8 text-sm text-muted">
        Nobody is a member yet. Make an invite link below and send it to whoever should join.
      </p>
    );
  }
  return (
    <>
      <Table
        label="Members"
        head={
          <>
            <HeadCell>Name</HeadCell>
            <HeadCell>Role</HeadCell>
            <HeadCell isNumber>Judgments</HeadCell>
            <HeadCell>Joined</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </>
        }
      >
        {members.map((member) => (
          <MemberRow
            key={member.userId}
            member={member}
            isSelf={member.userId === viewerId}
            viewerRole={viewerRole}
            onChangeRole={(role) => changeRole.mutate({ projectId, userId: member.userId, role })}
            onRemove={() => setLeaving(member)}
          />
        ))}
      </Table>
      <ConfirmDialog
        title={`Remove ${leaving?.name ?? ""}?`}
        confirmLabel="Remove"
        isOpen={leaving !== null}
        isBusy={remove.isPending}
        onClose={() => setLeaving(null)}
        onConfirm={() => {
          if (leaving === null) return;
          const { userId } = leaving;
          remove.mutate({ projectId, userId }, { onSettled: () => setLeaving(null) });
        }}
      >
        They lose access at their next request. Their judgments are kept. Somebody who still holds a
        usable invite link can join again: revoke those below.
      </ConfirmDialog>
    </>
  );
}

function useMemberChanges(projectId: string) {
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useToast();
  const refresh = () => queryClient.invalidateQueries(trpc.members.list.queryFilter({ projectId }));
  const onError = (error: unknown) => say(faultWords(error));
  const changeRole = useMutation(
    trpc.members.changeRole.mutationOptions({
      onError,
      onSettled: refresh,
      onSuccess: (_, { role }) => say(common(`roleChanged.${role}`)),
    }),
  );
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onError,
      onSettled: refresh,
      onSuccess: () => say("Removed from the project."),
    }),
  );
  return { changeRole, remove };
}
