import { TextField } from "#app/components/text-field.tsx";
import { takesBatches } from "./kind-needs.ts";
import { defaultLimit, limitWords } from "./limit-words.ts";
import type { ServerPartProps } from "./server-part.ts";

export function LimitFields({ server, errors, onChange }: ServerPartProps) {
  const shown = limitWords.filter(({ isForBatches }) => takesBatches(server) || !isForBatches);
  return (
    <fieldset>
      <legend className="mb-3 text-sm font-semibold">Limits</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        {shown.map((limit) => (
          <TextField
            key={limit.name}
            label={limit.label}
            hint={limit.hint}
            error={errors[limit.name]}
            inputMode={limit.unit === 1_000 ? "decimal" : "numeric"}
            dir="ltr"
            placeholder={defaultLimit(limit)}
            value={server.limits[limit.name]}
            onChange={(event) =>
              onChange({ limits: { ...server.limits, [limit.name]: event.target.value } })
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
