"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/section.tsx";
import { TextArea } from "#app/components/text-area.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { readSettings, type SettingsErrors, settingsValues } from "./read-settings.ts";
import { ServingFields } from "./serving-fields.tsx";

type Project = ApiOutputs["projects"]["bySlug"];
type ProjectSettings = ApiOutputs["projects"]["settings"];

type SettingsFormProps = { readonly project: Project; readonly settings: ProjectSettings };

export function SettingsForm({ project, settings }: SettingsFormProps) {
  const [errors, setErrors] = useState<SettingsErrors>({});
  const update = useUpdateProject();
  const [values, setValues] = useState(() => settingsValues(project, settings));
  const submit = () => {
    const read = readSettings(values);
    setErrors(read.errors);
    if (read.change !== null) update.mutate({ projectId: project.id, change: read.change });
  };
  const change = (part: Partial<typeof values>) => setValues((held) => ({ ...held, ...part }));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Section title="About" description="What members see on their list of projects.">
        <div className="flex max-w-prose flex-col gap-5">
          <TextField
            label="Name"
            value={values.name}
            maxLength={100}
            error={errors.name}
            onChange={(event) => change({ name: event.target.value })}
          />
          <TextArea
            label="Description"
            rows={3}
            value={values.description}
            maxLength={500}
            error={errors.description}
            onChange={(event) => change({ description: event.target.value })}
          />
        </div>
      </Section>
      <ServingFields values={values} errors={errors} onChange={change} />
      <div className="flex flex-col items-start gap-4 border-t border-line py-6 lg:ps-[18rem]">
        {Object.keys(errors).length > 0 && (
          <Notice tone="danger" isAlert>
            Not saved: some values above cannot be used.
          </Notice>
        )}
        {update.error && (
          <Notice tone="danger" isAlert>
            {faultWords(update.error)}
          </Notice>
        )}
        <Button type="submit" variant="primary" isBusy={update.isPending}>
          Save settings
        </Button>
      </div>
    </form>
  );
}

function useUpdateProject() {
  const trpc = useTRPC();
  const router = useRouter();
  const say = useToast();
  return useMutation(
    trpc.projects.update.mutationOptions({
      onSuccess: () => {
        say("Settings saved.");
        router.refresh();
      },
    }),
  );
}
