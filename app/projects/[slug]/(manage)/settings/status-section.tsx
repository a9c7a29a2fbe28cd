"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Section } from "#app/components/section.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { ProjectStatus } from "#server/contracts/project.ts";

type StatusSectionProps = { readonly projectId: string; readonly status: ProjectStatus };

export function StatusSection({ projectId, status }: StatusSectionProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const say = useToast();
  const isOpen = status === "open";
  const setStatus = useMutation(
    trpc.projects.setStatus.mutationOptions({
      onError: (error) => say(faultWords(error)),
      onSuccess: (_, { status: next }) => {
        say(next === "open" ? "The project is open." : "The project is paused.");
        router.refresh();
      },
    }),
  );
  return (
    <Section title="Status">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <div>
          <Badge tone={isOpen ? "accent" : "warning"}>{isOpen ? "Open" : "Paused"}</Badge>
          <p className="mt-2 text-sm text-muted">
            {isOpen
              ? "Members can judge."
              : "Nothing new is served. What people have on their screens is still accepted."}
          </p>
        </div>
        <Button
          isBusy={setStatus.isPending}
          onClick={() => setStatus.mutate({ projectId, status: isOpen ? "paused" : "open" })}
        >
          {isOpen ? "Pause" : "Open again"}
        </Button>
      </div>
    </Section>
  );
}
