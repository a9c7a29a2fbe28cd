"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "#app/components/button.tsx";
import { CheckField } from "#app/components/check-field.tsx";
import { Notice } from "#app/components/notice.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import { type HeldService, hasTokensFor, registrationValues } from "./held-values.ts";
import type { ServerErrors } from "./place-issues.ts";
import { readRegistration } from "./read-registration.ts";
import { ServerList } from "./server-list.tsx";

type RegisterFormProps = {
  readonly projectId: string;
  /** The service that is registered, whose values the fields begin with; null without one. */
  readonly held: HeldService | null;
  onRegistered(): void;
  onDone(): void;
};

const missing = [
  { value: "fail", label: "Wait until it is back" },
  { value: "degrade", label: "Go on with the others" },
] as const;

export function RegisterForm({ projectId, held, onRegistered, onDone }: RegisterFormProps) {
  const trpc = useTRPC();
  const [values, setValues] = useState(() => registrationValues(held));
  const [errors, setErrors] = useState<readonly ServerErrors[]>([]);
  const [fault, setFault] = useState("");
  const register = useMutation(
    trpc.scoreServices.register.mutationOptions({ onSuccess: onRegistered }),
  );
  const canKeepTokens = held !== null && hasTokensFor(held, values.servers);
  const keepsTokens = canKeepTokens && values.keepsTokens;
  const submit = (form: HTMLFormElement) => {
    const reading = readRegistration({ ...values, keepsTokens });
    register.reset();
    // What is wrong must stand at its field before the focus goes there and has it read out.
    flushSync(() => {
      setErrors(reading.errors ?? []);
      setFault(reading.fault ?? "");
    });
    if (reading.registration === null) return focusFirstError(form);
    register.mutate({ projectId, service: reading.registration });
  };
  if (register.data) return <Registered warnings={register.data.warnings} onDone={onDone} />;
  const message = fault || (register.error && faultWords(register.error));
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <ServerList
        servers={values.servers}
        errors={errors}
        isTokenKept={keepsTokens}
        onChange={(servers) => {
          // Errors are held by place, and those of other servers would move to the wrong ones.
          if (servers.length !== values.servers.length) setErrors([]);
          setValues({ ...values, servers });
        }}
      />
      {values.servers.length > 1 && (
        <SelectField
          label="When a server is gone"
          options={missing}
          value={values.whenMissing}
          hint="Without one of them the scores are another version, so all are asked again."
          onChange={(event) => setValues({ ...values, whenMissing: event.target.value })}
        />
      )}
      {canKeepTokens && (
        <CheckField
          label={values.servers.length === 1 ? "Keep the stored token" : "Keep the stored tokens"}
          hint="Possible as long as no address changes."
          checked={values.keepsTokens}
          onChange={(event) => setValues({ ...values, keepsTokens: event.target.checked })}
        />
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

/** It may lie in a disclosure that is shut. */
function focusFirstError(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLElement>("[aria-invalid]");
  const disclosure = field?.closest("details");
  if (disclosure) disclosure.open = true;
  field?.focus();
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
