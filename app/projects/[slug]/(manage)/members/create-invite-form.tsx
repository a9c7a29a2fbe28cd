"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { CopyField } from "#app/components/copy-field.tsx";
import { Notice } from "#app/components/notice.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { faultWords } from "#app/fault-words.ts";
import { textOf } from "#app/form-text.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { createInviteInput } from "#server/contracts/invite.ts";
import { type Role, roles } from "#server/contracts/vocabulary.ts";

type CreateInviteFormProps = {
  readonly projectId: string;
  readonly viewerRole: Role;
  onDone(): void;
};

const expiries = [
  { value: "1", label: "In a day" },
  { value: "7", label: "In a week" },
  { value: "30", label: "In 30 days" },
  { value: "", label: "Never" },
] as const;

export function CreateInviteForm({ projectId, viewerRole, onDone }: CreateInviteFormProps) {
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [fault, setFault] = useState("");
  const [role, setRole] = useState<Role>("annotator");
  const create = useMutation(
    trpc.invites.create.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.invites.list.queryFilter({ projectId })),
    }),
  );
  if (create.data) return <NewInvite token={create.data.token} onDone={onDone} />;
  const submit = (form: FormData) => {
    const invite = readInvite(form);
    setFault(invite === null ? "The number of people must be between 1 and 1,000." : "");
    if (invite !== null) create.mutate({ projectId, invite });
  };
  const offered = roles.filter((name) => name !== "owner" || viewerRole === "owner");
  const message = fault || (create.error && faultWords(create.error));
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <SelectField
        label="Role"
        name="role"
        value={role}
        onChange={(event) => setRole(offered.find((name) => name === event.target.value) ?? role)}
        options={offered.map((name) => ({ value: name, label: common(`roles.${name}`) }))}
        hint={common(`rolesCan.${role}`)}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label="How many people"
          name="usesMax"
          type="number"
          min={1}
          max={1000}
          defaultValue={1}
          required
        />
        <SelectField label="Expires" name="expiresInDays" defaultValue="7" options={expiries} />
      </div>
      <TextField
        label="Note"
        name="label"
        maxLength={80}
        hint="For your own list, such as a name."
      />
      {message && (
        <Notice tone="danger" isAlert>
          {message}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={create.isPending}>
          Create link
        </Button>
      </div>
    </form>
  );
}

function NewInvite({ token, onDone }: { readonly token: string; onDone(): void }) {
  return (
    <div className="flex flex-col gap-5">
      <CopyField
        label="Invite link"
        value={`${window.location.origin}/invite/${token}`}
        hint="Copy it now: for safety it is not kept, and cannot be shown again."
      />
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}

function readInvite(form: FormData) {
  const days = textOf(form, "expiresInDays");
  const invite = createInviteInput.safeParse({
    role: textOf(form, "role"),
    label: textOf(form, "label"),
    usesMax: Number(textOf(form, "usesMax")),
    expiresInDays: days === "" ? null : Number(days),
  });
  return invite.data ?? null;
}
