import { Button } from "#app/components/button.tsx";
import { drawId } from "#app/draw-id.ts";
import type { ServerErrors } from "./place-issues.ts";
import { ServerFields } from "./server-fields.tsx";
import { blankServer, type ServerValues } from "./server-values.ts";

type ServerListProps = {
  readonly servers: readonly ServerValues[];
  /** In the order of the servers; empty while nothing is wrong. */
  readonly errors: readonly ServerErrors[];
  readonly isTokenKept: boolean;
  onChange(servers: readonly ServerValues[]): void;
};

/** As many as the contract lets into an ensemble. */
const serversMax = 16;

/** One server, or several that answer as one. */
export function ServerList({ servers, errors, isTokenKept, onChange }: ServerListProps) {
  return (
    <>
      {servers.map((server, place) => (
        <ServerFields
          key={server.id}
          title={servers.length === 1 ? "Server" : `Server ${place + 1}`}
          server={server}
          errors={errors[place] ?? {}}
          isTokenKept={isTokenKept}
          onChange={(changed) =>
            onChange(servers.map((held) => (held.id === changed.id ? changed : held)))
          }
          onRemove={
            servers.length === 1
              ? null
              : () => onChange(servers.filter((held) => held.id !== server.id))
          }
        />
      ))}
      {servers.length < serversMax && (
        <div>
          <Button
            variant="quiet"
            size="small"
            onClick={() => onChange([...servers, { ...blankServer, id: drawId() }])}
          >
            Add another, as an ensemble
          </Button>
        </div>
      )}
    </>
  );
}
