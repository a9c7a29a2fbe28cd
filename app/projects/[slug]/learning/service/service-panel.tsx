"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { ConfirmDialog } from "#app/components/confirm-dialog.tsx";
import { Dialog } from "#app/components/dialog.tsx";
import { Notice } from "#app/components/notice.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { formatCount, formatMoment } from "#app/format.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { kindWords } from "./kind-words.ts";
import { RegisterForm } from "./register-form.tsx";

type Service = NonNullable<ApiOutputs["scoreServices"]["status"]>;

type ServicePanelProps = { readonly projectId: string; readonly service: Service | null };

export function ServicePanel({ projectId, service }: ServicePanelProps) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  // The form must not begin with what was registered before, as it would bring that back.
  const [isStale, refresh] = useTransition();
  return (
    <>
      {service === null ? (
        <div className="flex flex-col items-start gap-4">
          <p className="max-w-prose text-muted">
            Any server that scores answers will do: it is tried before it is taken, and judging goes
            on when it is slow, wrong or gone.
          </p>
          <Button isBusy={isStale} onClick={() => setIsOpen(true)}>
            Register a score service
          </Button>
        </div>
      ) : (
        <ServiceCard {...{ projectId, service, isStale }} onChange={() => setIsOpen(true)} />
      )}
      <Dialog title="Score service" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <RegisterForm
          projectId={projectId}
          held={service}
          onRegistered={() => refresh(() => router.refresh())}
          onDone={() => setIsOpen(false)}
        />
      </Dialog>
    </>
  );
}

function ServiceCard({
  projectId,
  service,
  isStale,
  onChange,
}: {
  readonly projectId: string;
  readonly service: Service;
  readonly isStale: boolean;
  onChange(): void;
}) {
  const [isRemoving, setIsRemoving] = useState(false);
  const { check, remove } = useServiceActions();
  const isFailing = service.state === "failing";
  return (
    <div className="flex flex-col gap-5">
      {isFailing && service.failingSince && (
        <Notice tone="warning">
          It has not answered properly since {formatMoment(service.failingSince)}: {service.fault}{" "}
          Pairs are ranked with the scores there are; it is asked again by itself.
        </Notice>
      )}
      <ServiceFacts service={service} />
      {service.findings.map(({ code, message, severity }) => (
        <Notice key={`${code}${message}`} tone={severity === "error" ? "danger" : "warning"}>
          {message}
        </Notice>
      ))}
      <div className="flex flex-wrap gap-3">
        <Button isBusy={check.isPending} onClick={() => check.mutate({ projectId })}>
          Check now
        </Button>
        <Button variant="quiet" isBusy={isStale} onClick={onChange}>
          Change
        </Button>
        <Button variant="quiet" onClick={() => setIsRemoving(true)}>
          Remove
        </Button>
      </div>
      <ConfirmDialog
        title="Remove the score service?"
        isOpen={isRemoving}
        onClose={() => setIsRemoving(false)}
        confirmLabel="Remove"
        onConfirm={() => remove.mutate({ projectId }, { onSettled: () => setIsRemoving(false) })}
      >
        Its scores are deleted with it. Models that learned on top of them can no longer rank; the
        next one learns from the texts alone.
      </ConfirmDialog>
    </div>
  );
}

function ServiceFacts({ service }: { readonly service: Service }) {
  const { config, scored, faulty, completions, modelVersion, scale, answeredAt } = service;
  const servers = config.kind === "ensemble" ? config.members : [config];
  return (
    <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[10rem_minmax(0,1fr)]">
      <dt className="text-muted">Kind</dt>
      <dd className="flex flex-wrap items-center gap-3">
        {kindWords[config.kind].label}
        <Badge tone={service.state === "failing" ? "warning" : "accent"}>
          {service.state === "failing" ? "Not answering" : "Answering"}
        </Badge>
      </dd>
      <dt className="text-muted">Address or model</dt>
      <dd>
        {servers.map((server, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a member's place is its identity.
          <p key={index} className="break-all">
            {server.kind === "local_encoder" ? server.model : server.url}
          </p>
        ))}
      </dd>
      <dt className="text-muted">Version</dt>
      <dd className="break-all">{modelVersion ?? "not told yet"}</dd>
      <dt className="text-muted">Scale</dt>
      <dd>{scale ?? "–"}</dd>
      <dt className="text-muted">Scored</dt>
      <dd className="tabular-nums">
        {formatCount(scored)} of {formatCount(completions)} completions
        {faulty > 0 && `; ${formatCount(faulty)} could not be scored`}
      </dd>
      <dt className="text-muted">Last answer</dt>
      <dd>{answeredAt ? formatMoment(answeredAt) : "none yet"}</dd>
    </dl>
  );
}

function useServiceActions() {
  const trpc = useTRPC();
  const router = useRouter();
  const say = useToast();
  const shared = {
    onError: (error: unknown) => say(faultWords(error)),
    onSettled: () => router.refresh(),
  };
  const check = useMutation(trpc.scoreServices.check.mutationOptions(shared));
  const remove = useMutation(trpc.scoreServices.remove.mutationOptions(shared));
  return { check, remove };
}
