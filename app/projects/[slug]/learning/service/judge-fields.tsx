import { TextArea } from "#app/components/text-area.tsx";
import { TextField } from "#app/components/text-field.tsx";
import type { ServerPartProps } from "./server-part.ts";
import { judgeDefaults } from "./server-values.ts";

/** What a language model is asked, and what an answer is compared with. */
export function JudgeFields({ server, errors, onChange }: ServerPartProps) {
  return (
    <>
      <TextArea
        label="What makes an answer better"
        rows={2}
        placeholder={judgeDefaults.criterion}
        hint="The judge is asked which of two answers is this."
        error={errors.criterion}
        value={server.criterion}
        onChange={(event) => onChange({ criterion: event.target.value })}
      />
      <TextArea
        label="A fixed answer to compare with"
        rows={3}
        hint="Left empty, the answers of a prompt are compared with each other."
        error={errors.anchor}
        value={server.anchor}
        onChange={(event) => onChange({ anchor: event.target.value })}
      />
      {server.anchor.trim() === "" && (
        <TextField
          label="Comparisons per answer"
          inputMode="numeric"
          dir="ltr"
          placeholder={String(judgeDefaults.comparisonsPerAnswer)}
          hint="With others of its prompt; each takes two requests."
          error={errors.comparisonsPerAnswer}
          value={server.comparisonsPerAnswer}
          onChange={(event) => onChange({ comparisonsPerAnswer: event.target.value })}
        />
      )}
    </>
  );
}
