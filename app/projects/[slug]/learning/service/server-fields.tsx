"use client";

import { Button } from "#app/components/button.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { AdvancedFields } from "./advanced-fields.tsx";
import {
  hasOwnTemplate,
  mayNameModel,
  mustNameModel,
  needsScale,
  needsTemplate,
  type ServerKind,
} from "./kind-needs.ts";
import { kindWords } from "./kind-words.ts";
import type { ServerErrors } from "./place-issues.ts";
import type { ServerPartProps } from "./server-part.ts";
import type { ServerValues } from "./server-values.ts";
import { TemplateFields } from "./template-fields.tsx";

type ServerFieldsProps = {
  readonly title: string;
  readonly server: ServerValues;
  readonly errors: ServerErrors;
  /** Its token is stored already and stays as it is. */
  readonly isTokenKept: boolean;
  onChange(server: ServerValues): void;
  readonly onRemove: (() => void) | null;
};

const kinds = Object.entries(kindWords)
  .filter(([kind]) => kind !== "ensemble" && kind !== "local_encoder")
  .map(([value, { label }]) => ({ value, label }));

const scales = [
  { value: "bt_logit", label: "Logits (log-odds)" },
  { value: "probability", label: "Probabilities from 0 to 1" },
  { value: "arbitrary", label: "Something else" },
] as const;

const templates = [
  { value: "chatml", label: "ChatML" },
  { value: "llama3", label: "Llama 3" },
  { value: "plain", label: "Plain text" },
  { value: "custom", label: "One of your own" },
] as const;

export function ServerFields(props: ServerFieldsProps) {
  const { title, server, errors, isTokenKept, onChange, onRemove } = props;
  const { kind } = server;
  const change = (part: Partial<ServerValues>) => onChange({ ...server, ...part });
  return (
    <fieldset className="flex flex-col gap-4 not-first:mt-4">
      <legend className="mb-3 flex w-full items-center justify-between text-sm font-semibold">
        {title}
        {onRemove && (
          <Button size="small" variant="quiet" onClick={onRemove} aria-label={`Remove ${title}`}>
            Remove
          </Button>
        )}
      </legend>
      <KindField server={server} errors={errors} onChange={change} />
      <TextField
        label="URL"
        inputMode="url"
        dir="ltr"
        placeholder="https://rewards.example.org"
        hint="Without the path of the kind. Private addresses must be allowed by SCORE_SERVICE_ALLOW."
        error={errors.url}
        value={server.url}
        onChange={(event) => change({ url: event.target.value })}
      />
      {mayNameModel(kind) && (
        <TextField
          label={mustNameModel(kind) ? "Model" : "Model, where there are several"}
          dir="ltr"
          error={errors.model}
          value={server.model}
          onChange={(event) => change({ model: event.target.value })}
        />
      )}
      <ReadingFields server={server} errors={errors} onChange={change} />
      {!isTokenKept && (
        <TextField
          label="Bearer token, if it needs one"
          type="password"
          autoComplete="off"
          hint="Stored encrypted and never shown again."
          error={errors.token}
          value={server.token}
          onChange={(event) => change({ token: event.target.value })}
        />
      )}
      <AdvancedFields server={server} errors={errors} onChange={change} />
    </fieldset>
  );
}

function KindField({ server, errors, onChange }: ServerPartProps) {
  const choose = (value: string) => {
    const chosen = kinds.find((one) => one.value === value)?.value;
    // The list holds every kind but those that no fields are for.
    const kind = (chosen ?? server.kind) as ServerKind;
    const usual = hasOwnTemplate(kind) ? "server" : "chatml";
    onChange({ kind, template: server.template === "custom" ? "custom" : usual });
  };
  return (
    <SelectField
      label="Kind"
      value={server.kind}
      options={kinds}
      hint={kindWords[server.kind].hint}
      error={errors.kind}
      onChange={(event) => choose(event.target.value)}
    />
  );
}

/** How its scores are meant and how it reads a conversation. */
function ReadingFields({ server, errors, onChange }: ServerPartProps) {
  const { kind } = server;
  if (!needsTemplate(kind)) return null;
  const ownTemplate = { value: "server", label: "The server’s own" };
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {needsScale(kind) && (
          <SelectField
            label="Scale of the scores"
            value={server.scale}
            options={scales}
            onChange={(event) => onChange({ scale: event.target.value })}
          />
        )}
        <SelectField
          label="Chat template"
          value={server.template}
          options={hasOwnTemplate(kind) ? [ownTemplate, ...templates] : templates}
          onChange={(event) => onChange({ template: event.target.value })}
        />
      </div>
      {server.template === "custom" && (
        <TemplateFields server={server} errors={errors} onChange={onChange} />
      )}
    </>
  );
}
