import { useState } from "react";
import { CheckField } from "#app/components/check-field.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { JudgeFields } from "./judge-fields.tsx";
import { LimitFields } from "./limit-fields.tsx";
import type { ServerPartProps } from "./server-part.ts";
import { blankServer, type ServerValues } from "./server-values.ts";

const tasks = [
  { value: "classify", label: "classify: one value a text" },
  { value: "token_classify", label: "token_classify: one a token, of which the last counts" },
] as const;

/** What most servers need nothing of; open from the start where something is set. */
export function AdvancedFields(props: ServerPartProps) {
  const [isSet] = useState(() => hasAdvanced(props.server));
  const { server, onChange } = props;
  return (
    <details open={isSet}>
      <summary className="w-fit rounded-control py-1 text-sm text-muted hover:text-ink">
        Advanced
      </summary>
      <div className="mt-4 flex flex-col gap-5">
        {server.kind === "reward1" && (
          <CheckField
            label="Ask for embeddings, too"
            hint="For the project’s own model to learn on. They are most of a reply."
            checked={server.wantsEmbedding}
            onChange={(event) => onChange({ wantsEmbedding: event.target.checked })}
          />
        )}
        {server.kind === "vllm_pooling" && (
          <SelectField
            label="Task"
            options={tasks}
            value={server.task}
            onChange={(event) => onChange({ task: event.target.value })}
          />
        )}
        {server.kind === "tei_embed" && (
          <CheckField
            label="Embeddings of length one"
            hint="The server is asked to normalise them."
            checked={server.normalize}
            onChange={(event) => onChange({ normalize: event.target.checked })}
          />
        )}
        {server.kind === "openai_judge" && <JudgeFields {...props} />}
        <LimitFields {...props} />
      </div>
    </details>
  );
}

function hasAdvanced(server: ServerValues): boolean {
  const { wantsEmbedding, task, normalize } = blankServer;
  return (
    Object.values(server.limits).some((text) => text !== "") ||
    server.wantsEmbedding !== wantsEmbedding ||
    server.task !== task ||
    server.normalize !== normalize ||
    [server.criterion, server.comparisonsPerAnswer, server.anchor].some((text) => text !== "")
  );
}
