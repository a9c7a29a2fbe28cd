"use client";

import { useQuery } from "@tanstack/react-query";
import type { Opening } from "#app/projects/[slug]/judge/judge-api.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { JudgmentForm } from "#server/contracts/project-settings.ts";

const askedEveryMs = 60_000;

/** The form as it is now: a page that stays open takes a change over within a minute. */
export function useLiveForm(projectId: string, opening: Opening): JudgmentForm {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.assignments.opening.queryOptions(
      { projectId },
      {
        initialData: opening,
        staleTime: askedEveryMs,
        refetchInterval: askedEveryMs,
        refetchOnWindowFocus: true,
        // The opening that the page brought stands in for one that cannot be fetched.
        retry: false,
        select: (answer) => answer.form,
      },
    ),
  );
  return data;
}
