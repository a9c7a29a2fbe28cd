"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { drawId } from "#app/draw-id.ts";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { blankServer, readRegistration, type ServerValues } from "./read-registration.ts";
import { ServerFields } from "./server-fields.tsx";

type RegisterFormProps = { readonly projectId: string; onDone(): void };

/** As many as the contract lets into an ensemble. */
const serversMax = 16;

export function RegisterForm({ projectId, onDone }: RegisterFormProps) {
  const trpc = useTRPC();
  const [servers, setServers] = useState<readonly ServerValues[]>([
    { ...blankServer, id: "first" },
  ]);
  const [fault, setFault] = useState("");
  const register = useMutation(trpc.scoreServices.register.mutationOptions());
  const submit = () => {
    const reading = readRegistration(servers);
    setFault(reading.fault ?? "");
    if (reading.registration !== null) {
      register.mutate({ projectId, service: reading.registration });
    }
  };
  if (register.data) return <Registered warnings={register.data.warnings} onDone={onDone} />;
  const message = fault || (register.error && faultWords(register.error));
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {servers.map((server, index) => (
        <ServerFields
          key={server.id}
          title={servers.length === 1 ? "Server" : `Server ${index + 1}`}
          server={server}
          onChange={(changed) =>
            setServers(servers.map((held) => (held.id === changed.id ? changed : held)))
          }
          onRemove={
            servers.length === 1
              ? null
              : () => setServers(servers.filter((held) => held.id !== server.id))
          }
        />
      ))}
      {servers.length < serversMax && (
        <div>
          <Button
            variant="quiet"
            size="small"
            onClick={() => setServers([...servers, { ...blankServer, id: drawId() }])}
          >
            Add another, as an ensemble
          </Button>
        </div>
      )}
      {message && (
        <Notice tone="danger" isAlert>
          {message}
        </Notice>
      )}
      <div className="flex items-center justify-end gap-4">
        {register.isPending && (
          <p role="status" className="text-sm text-muted">
            Trying it out…
          </p>
        )}
        <Button type="submit" variant="primary" isBusy={register.isPending}>
          Try and register
        </Button>
      </div>
    </form>
  );
}

type Warnings = readonly { readonly code: string; readonly message: string }[];

function Registered({ warnings, onDone }: { readonly warnings: Warnings; onDone(): void }) {
  return (
    <div className="flex flex-col gap-4">
      <p role="status">
        {warnings.length === 0
          ? "It answers as it should. Completions are being scored now."
          : "It answers, and completions are being scored now. Look at this, though:"}
      </p>
      {warnings.map(({ code, message }) => (
        <Notice key={`${code}${message}`} tone="warning">
          {message}
        </Notice>
      ))}
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
