"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { faultWords } from "#app/fault-words.ts";
import { textOf } from "#app/form-text.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { exportOptions } from "#server/contracts/export.ts";

const tieChoices = [
  { value: "drop", label: "Leave them out" },
  { value: "both_ways", label: "One row each way" },
];

/** Asks for a new version. */
export function RequestForm({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [fault, setFault] = useState("");
  const request = useMutation(
    trpc.exports.request.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.exports.pathFilter()),
    }),
  );
  const submit = (form: FormData) => {
    const options = readOptions(form);
    setFault(options === null ? "One of the numbers is outside its bounds." : "");
    if (options !== null) request.mutate({ projectId, options });
  };
  const message = fault || (request.error && faultWords(request.error));
  return (
    <Section
      title="New export"
      description="One row a pair, by the majority of its current judgments. All pairs of a prompt go to one split; hold-out prompts always go to the test split."
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <div className="grid gap-5 sm:grid-cols-2">
          <SelectField
            label="Pairs judged even"
            name="tiePolicy"
            defaultValue="drop"
            options={tieChoices}
          />
          <TextField
            label="Judgments needed"
            name="judgmentsMin"
            type="number"
            min={1}
            max={50}
            defaultValue={1}
            hint="Pairs with fewer are left out."
          />
          <TextField
            label="Test share in percent"
            name="testPercent"
            type="number"
            min={0}
            max={50}
            defaultValue={10}
            hint="Of the prompts that are not held out."
          />
          <TextField
            label="Split seed"
            name="splitSeed"
            type="number"
            min={0}
            max={2_147_483_647}
            defaultValue={0}
            hint="The same seed splits the same prompts alike."
          />
        </div>
        {message && (
          <Notice tone="danger" isAlert>
            {message}
          </Notice>
        )}
        <div>
          <Button type="submit" variant="primary" isBusy={request.isPending}>
            Create export
          </Button>
        </div>
      </form>
    </Section>
  );
}

function readOptions(form: FormData) {
  const options = exportOptions.safeParse({
    tiePolicy: textOf(form, "tiePolicy"),
    judgmentsMin: numberOf(form, "judgmentsMin"),
    testShare: numberOf(form, "testPercent") / 100,
    splitSeed: numberOf(form, "splitSeed"),
  });
  return options.data ?? null;
}

/** An empty field is not zero. */
function numberOf(form: FormData, name: string): number {
  const text = textOf(form, name);
  return text === "" ? Number.NaN : Number(text);
}
