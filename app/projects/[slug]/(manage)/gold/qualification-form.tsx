"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "#app/components/button.tsx";
import { CheckField } from "#app/components/check-field.tsx";
import { Notice } from "#app/components/notice.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { textOf } from "#app/form-text.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import {
  type QualificationSettings,
  qualificationSettings,
} from "#server/contracts/project-settings.ts";

type QualificationFormProps = {
  readonly projectId: string;
  readonly held: QualificationSettings;
  readonly questions: number;
};

export function QualificationForm({ projectId, held, questions }: QualificationFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const say = useToast();
  const [isRequired, setIsRequired] = useState(held.isRequired);
  const [fault, setFault] = useState("");
  const save = useMutation(
    trpc.gold.setQualification.mutationOptions({
      onSuccess: () => say("Saved."),
      onSettled: () => queryClient.invalidateQueries(trpc.gold.list.queryFilter({ projectId })),
    }),
  );
  const submit = (form: FormData) => {
    const read = qualificationSettings.safeParse({
      isRequired,
      passShare: Number(textOf(form, "passShare")) / 100,
      attemptsMax: Number(textOf(form, "attemptsMax")),
    });
    setFault(read.success ? "" : "Use 0 to 100 % and 1 to 20 attempts.");
    if (read.success) save.mutate({ projectId, qualification: read.data });
  };
  const message = fault || (save.error && faultWords(save.error));
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <CheckField
        label="Annotators pass the quiz before real work counts"
        checked={isRequired}
        disabled={questions === 0 && !isRequired}
        onChange={(event) => setIsRequired(event.target.checked)}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label="Right answers needed, %"
          name="passShare"
          inputMode="numeric"
          defaultValue={Math.round(held.passShare * 100)}
        />
        <TextField
          label="Attempts"
          name="attemptsMax"
          inputMode="numeric"
          defaultValue={held.attemptsMax}
        />
      </div>
      {message && (
        <Notice tone="danger" isAlert>
          {message}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
