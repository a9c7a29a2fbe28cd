"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { Dialog } from "#app/components/dialog.tsx";
import { PlusIcon } from "#app/components/icons.tsx";
import { Notice } from "#app/components/notice.tsx";
import { TextArea } from "#app/components/text-area.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { faultWords } from "#app/fault-words.ts";
import { textOf } from "#app/form-text.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { useServerSentence } from "#app/use-server-sentence.ts";

export function CreateProjectButton() {
  const translate = useTranslations("site.create");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setIsOpen(true)}>
        <PlusIcon />
        {translate("title")}
      </Button>
      <Dialog title={translate("title")} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <CreateProjectForm />
      </Dialog>
    </>
  );
}

function CreateProjectForm() {
  const translate = useTranslations("site.create");
  const say = useServerSentence();
  const trpc = useTRPC();
  const router = useRouter();
  const create = useMutation(
    trpc.projects.create.mutationOptions({
      onSuccess: ({ slug }) => router.push(`/projects/${slug}`),
    }),
  );
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        create.mutate({ name: textOf(form, "name"), description: textOf(form, "description") });
      }}
    >
      <TextField label={translate("name")} name="name" required maxLength={100} autoFocus />
      <TextArea
        label={translate("description")}
        name="description"
        maxLength={500}
        rows={3}
        hint={translate("descriptionHint")}
      />
      {create.error && (
        <Notice tone="danger" isAlert>
          {say(faultWords(create.error))}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={create.isPending || create.isSuccess}>
          {translate("submit")}
        </Button>
      </div>
    </form>
  );
}
