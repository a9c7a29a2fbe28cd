"use client";

import { Button } from "#app/components/button.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { kindWords } from "./kind-words.ts";
import {
  hasOwnTemplate,
  mayNameModel,
  mustNameModel,
  needsScale,
  needsTemplate,
  type ServerValues,
} from "./read-registration.ts";

type ServerFieldsProps = {
  readonly title: string;
  readonly server: ServerValues;
  onChange(server: ServerValues): void;
  readonly onRemove: (() => void) | null;
};

const kinds = Object.entries(kindWords)
  .filter(([kind]) => kind !== "ensemble" && kind !== "local_encoder")
  .map(([value, { label }]) => ({ value, label }));

const scales = [
  { value: "bt_logit", label: "Logits: differences are log-odds" },
  { value: "probability", label: "Probabilities from 0 to 1" },
  { value: "arbitrary", label: "Something else" },
] as const;

const templates = [
  { value: "chatml", label: "ChatML" },
  { value: "llama3", label: "Llama 3" },
  { value: "plain", label: "Plain text" },
] as const;

export function ServerFields({ title, server, onChange, onRemove }: ServerFieldsProps) {
  const { kind } = server;
  const change = (part: Partial<ServerValues>) => onChange({ ...server, ...part });
  const choose = (value: string) => {
    const chosen = kinds.find((one) => one.value === value)?.value;
    // The list holds every kind but those that no fields are for.
    const next = (chosen ?? kind) as ServerValues["kind"];
    const template = hasOwnTemplate(next) ? "server" : "chatml";
    change({ kind: next, template });
  };
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-3 flex w-full items-center justify-between text-sm font-semibold">
        {title}
        {onRemove && (
          <Button size="small" variant="quiet" onClick={onRemove} aria-label={`Remove ${title}`}>
            Remove
          </Button>
        )}
      </legend>
      <SelectField
        label="Kind"
        value={kind}
        options={kinds}
        hint={kindWords[kind].hint}
        onChange={(event) => choose(event.target.value)}
      />
      <TextField
        label="URL"
        inputMode="url"
        dir="ltr"
        placeholder="https://rewards.example.org"
        hint="Without the path of the kind. Private addresses must be allowed by SCORE_SERVICE_ALLOW."
        value={server.url}
        onChange={(event) => change({ url: event.target.value })}
      />
      {mayNameModel(kind) && (
        <TextField
          label={mustNameModel(kind) ? "Model" : "Model, where there are several"}
          dir="ltr"
          value={server.model}
          onChange={(event) => change({ model: event.target.value })}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        {needsScale(kind) && (
          <SelectField
            label="Scale of the scores"
            value={server.scale}
            options={scales}
            onChange={(event) => change({ scale: event.target.value })}
          />
        )}
        {needsTemplate(kind) && (
          <SelectField
            label="Chat template"
            value={server.template}
            options={
              hasOwnTemplate(kind)
                ? [{ value: "server", label: "The server’s own" }, ...templates]
                : templates
            }
            onChange={(event) => change({ template: event.target.value })}
          />
        )}
      </div>
      <TextField
        label="Bearer token, if it needs one"
        type="password"
        autoComplete="off"
        hint="Stored encrypted and never shown again."
        value={server.token}
        onChange={(event) => change({ token: event.target.value })}
      />
    </fieldset>
  );
}
