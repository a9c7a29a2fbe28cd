import { TextArea } from "#app/components/text-area.tsx";
import { TextField } from "#app/components/text-field.tsx";
import type { ServerPartProps } from "./server-part.ts";

const roles = [
  { name: "systemName", label: "System", usual: "system" },
  { name: "userName", label: "User", usual: "user" },
  { name: "assistantName", label: "Assistant", usual: "assistant" },
] as const;

/** A conversation as one text, in a form that no named template has. */
export function TemplateFields({ server, errors, onChange }: ServerPartProps) {
  return (
    <fieldset className="flex flex-col gap-4 rounded-control border border-line p-4">
      <legend className="px-1 text-sm font-semibold">A template of your own</legend>
      <TextArea
        label="Turn"
        className="font-mono"
        dir="ltr"
        rows={2}
        spellCheck={false}
        placeholder="{role}: {content}"
        hint="One message. {content} must stand in it, {role} may; line breaks and spaces count."
        error={errors.templateTurn}
        value={server.templateTurn}
        onChange={(event) => onChange({ templateTurn: event.target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextArea
          label="Before the first turn"
          className="font-mono"
          dir="ltr"
          rows={1}
          spellCheck={false}
          hint="Left out where the server’s tokenizer puts the start token in front."
          error={errors.templateStart}
          value={server.templateStart}
          onChange={(event) => onChange({ templateStart: event.target.value })}
        />
        <TextArea
          label="After the last turn"
          className="font-mono"
          dir="ltr"
          rows={1}
          spellCheck={false}
          error={errors.templateEnd}
          value={server.templateEnd}
          onChange={(event) => onChange({ templateEnd: event.target.value })}
        />
      </div>
      <fieldset>
        <legend className="mb-2 text-sm font-medium">What {"{role}"} becomes</legend>
        <div className="grid gap-4 sm:grid-cols-3">
          {roles.map(({ name, label, usual }) => (
            <TextField
              key={name}
              label={label}
              className="font-mono"
              dir="ltr"
              spellCheck={false}
              placeholder={usual}
              error={errors[name]}
              value={server[name]}
              onChange={(event) => onChange({ [name]: event.target.value })}
            />
          ))}
        </div>
      </fieldset>
    </fieldset>
  );
}
