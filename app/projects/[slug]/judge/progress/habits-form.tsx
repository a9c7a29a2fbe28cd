"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { faultWords } from "#app/fault-words.ts";
import { textOf } from "#app/form-text.ts";
import type { Preferences } from "#server/contracts/preferences.ts";

const breakChoices = [20, 30, 45, 60, 90] as const;

type HabitsFormProps = {
  readonly habits: Preferences;
  onSave(change: Partial<Preferences>): Promise<void>;
};

/** The daily goal and the break reminder, kept with the account. */
export function HabitsForm({ habits, onSave }: HabitsFormProps) {
  const translate = useTranslations("progress");
  const [fault, setFault] = useState("");
  const [status, setStatus] = useState("");
  const save = async (form: FormData) => {
    setStatus("");
    const goal = textOf(form, "goal").trim();
    const dailyGoal = goal === "" ? null : Number(goal);
    const isGoal =
      dailyGoal === null || (Number.isInteger(dailyGoal) && dailyGoal >= 1 && dailyGoal <= 5000);
    setFault(isGoal ? "" : translate("goalFault"));
    if (!isGoal) return;
    const minutes = textOf(form, "break");
    try {
      await onSave({ dailyGoal, breakMinutes: minutes === "" ? null : Number(minutes) });
      setStatus(translate("saved"));
    } catch (error) {
      setStatus(faultWords(error));
    }
  };
  const choices = breakChoices.map((minutes) => ({
    value: String(minutes),
    label: translate("breakAfter", { minutes }),
  }));
  return (
    <form
      noValidate
      className="flex flex-col gap-4 border-t border-line pt-5"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={translate("goalField")}
          name="goal"
          inputMode="numeric"
          defaultValue={habits.dailyGoal ?? ""}
          hint={translate("goalHint")}
          error={fault}
        />
        <SelectField
          label={translate("breakField")}
          name="break"
          defaultValue={habits.breakMinutes ?? ""}
          options={[{ value: "", label: translate("breakNever") }, ...choices]}
        />
      </div>
      <div className="flex items-center justify-end gap-4">
        <p role="status" className="text-sm text-muted">
          {status}
        </p>
        <Button type="submit">{translate("save")}</Button>
      </div>
    </form>
  );
}
