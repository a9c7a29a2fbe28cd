"use client";

import { useMutation } from "@tanstack/react-query";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Button } from "#app/components/button.tsx";
import { ConfirmDialog } from "#app/components/confirm-dialog.tsx";
import { Notice } from "#app/components/notice.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";
import { listIncomparable } from "./form-changes.ts";
import { FormPreview } from "./form-preview.tsx";
import { PartFields, RankingField } from "./part-fields.tsx";
import { readForm } from "./read-form.ts";
import { ScaleFields } from "./scale-fields.tsx";
import { useUnsavedWarning } from "./use-unsaved-warning.ts";
import { WordFields } from "./word-fields.tsx";

type FormBuilderProps = {
  readonly projectId: string;
  readonly saved: JudgmentForm;
  /** Current judgments of the project. */
  readonly judgments: number;
};

export function FormBuilder({ projectId, saved, judgments }: FormBuilderProps) {
  const [values, setValues] = useState(saved);
  const [hasTried, setHasTried] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const formId = useId();
  const save = useSaveForm();
  const { form, errors } = readForm(values);
  const isUnsaved = JSON.stringify(values) !== JSON.stringify(saved);
  const warnings = judgments > 0 ? listIncomparable(saved, values) : [];
  const fields = {
    form: values,
    errors: hasTried ? errors : {},
    onChange: (part: Partial<JudgmentForm>) => setValues((held) => ({ ...held, ...part })),
  };
  const send = () => {
    setIsAsking(false);
    if (form !== null) save.mutate({ projectId, form }, { onSuccess: () => setValues(form) });
  };
  return (
    <div data-wide="">
      <div className="grid gap-x-12 xl:grid-cols-[minmax(0,30rem)_minmax(0,1fr)]">
        <form
          id={formId}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setHasTried(true);
            if (form === null) return;
            if (warnings.length > 0) setIsAsking(true);
            else send();
          }}
        >
          <ScaleFields {...fields} />
          <PartFields {...fields} />
          <WordFields {...fields} />
          <RankingField {...fields} />
        </form>
        <FormPreview form={form ?? saved} isHeldBack={form === null} />
      </div>
      <SaveBar
        formId={formId}
        isUnsaved={isUnsaved}
        isBusy={save.isPending}
        warnings={warnings}
        fault={hasTried && form === null ? hasErrors : save.error && faultWords(save.error)}
        onDiscard={() => setValues(saved)}
      />
      <ChangeQuestion
        isOpen={isAsking}
        judgments={judgments}
        warnings={warnings}
        onConfirm={send}
        onClose={() => setIsAsking(false)}
      />
      <LeaveQuestion isUnsaved={isUnsaved && !save.isPending} />
    </div>
  );
}

const hasErrors = "Not saved: some parts above cannot be used.";

type SaveBarProps = {
  readonly formId: string;
  readonly isUnsaved: boolean;
  readonly isBusy: boolean;
  readonly warnings: readonly string[];
  readonly fault: string | null;
  onDiscard(): void;
};

function SaveBar({ formId, isUnsaved, isBusy, warnings, fault, onDiscard }: SaveBarProps) {
  return (
    <div className="sticky bottom-0 z-10 -mx-5 flex flex-col gap-3 border-t border-line bg-paper/95 px-5 py-4 backdrop-blur">
      {fault !== null && (
        <Notice tone="danger" isAlert>
          {fault}
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" form={formId} variant="primary" isBusy={isBusy} disabled={!isUnsaved}>
          Save form
        </Button>
        <Button variant="quiet" disabled={!isUnsaved || isBusy} onClick={onDiscard}>
          Discard changes
        </Button>
        <p role="status" className="text-sm text-muted">
          {isUnsaved && "Not saved yet."}{" "}
          {warnings.length > 0 && (
            <span className="text-warning">Judgments before and after will not be comparable.</span>
          )}
        </p>
      </div>
    </div>
  );
}

type ChangeQuestionProps = {
  readonly isOpen: boolean;
  readonly judgments: number;
  readonly warnings: readonly string[];
  onConfirm(): void;
  onClose(): void;
};

function ChangeQuestion(props: ChangeQuestionProps) {
  const { judgments, warnings, ...dialog } = props;
  const count = judgments === 1 ? "one judgment" : `${judgments.toLocaleString("en")} judgments`;
  return (
    <ConfirmDialog title="Change what is asked?" confirmLabel="Change the form" {...dialog}>
      <p>This project has {count} already, which stay as they are.</p>
      <ul className="mt-2 list-disc ps-5">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}

function LeaveQuestion({ isUnsaved }: { readonly isUnsaved: boolean }) {
  const router = useRouter();
  const { leaving, stay } = useUnsavedWarning(isUnsaved);
  return (
    <ConfirmDialog
      title="Leave without saving?"
      confirmLabel="Leave and discard"
      isOpen={leaving !== null}
      onClose={stay}
      onConfirm={() => {
        stay();
        // The address was taken from a link of this site.
        if (leaving !== null) router.push(leaving as Route);
      }}
    >
      <p>The changes to this form have not been saved.</p>
    </ConfirmDialog>
  );
}

function useSaveForm() {
  const trpc = useTRPC();
  const router = useRouter();
  const say = useToast();
  return useMutation(
    trpc.projects.updateForm.mutationOptions({
      onSuccess: () => {
        say("Form saved. Open judge screens take it over within a minute.");
        router.refresh();
      },
    }),
  );
}
