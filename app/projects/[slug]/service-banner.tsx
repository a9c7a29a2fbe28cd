"use client";

import { useQuery } from "@tanstack/react-query";
import { Notice } from "#app/components/notice.tsx";
import { TextLink } from "#app/components/text-link.tsx";
import { formatMoment } from "#app/format.ts";
import { projectPath } from "#app/projects/project-path.ts";
import { QueryProvider, useTRPC } from "#app/trpc/client.tsx";

const askEveryMs = 20_000;

type ServiceBannerProps = { readonly projectId: string; readonly slug: string };

/** Tells managers, on every page of the project, that the score service fails: what and since when. */
export function ServiceBanner(props: ServiceBannerProps) {
  return (
    <QueryProvider>
      <Banner {...props} />
    </QueryProvider>
  );
}

function Banner({ projectId, slug }: ServiceBannerProps) {
  const trpc = useTRPC();
  const status = useQuery(
    trpc.scoreServices.status.queryOptions({ projectId }, { refetchInterval: askEveryMs }),
  );
  const service = status.data ?? null;
  if (service === null || service.failingSince === null) return null;
  return (
    <div role="status" className="mx-auto w-full max-w-wide px-5 pt-4">
      <Notice tone="warning">
        The score service has failed since {formatMoment(service.failingSince)}: {service.fault}{" "}
        Judging goes on with the scores there are.{" "}
        <TextLink href={projectPath(slug, "learning")}>Look at it</TextLink>
      </Notice>
    </div>
  );
}
