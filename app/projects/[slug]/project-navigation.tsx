"use client";
"use no memo";

import type { Route } from "next";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl/react";
import { Badge } from "#app/components/badge.tsx";
import { classNames } from "#app/components/class-names.ts";
import { NearLink } from "#app/components/near-link.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { isAtLeast } from "#server/auth/permissions.ts";
import type { Role } from "#server/contracts/vocabulary.ts";

type Project = ApiOutputs["projects"]["bySlug"];

/** The pages of a project and the role that each needs. */
const pages = [
  { path: "judge", role: "annotator" },
  { path: "my-judgments", role: "annotator" },
  { path: "leaderboard", role: "annotator" },
  { path: "models", role: "reviewer" },
  { path: "data", role: "manager" },
  { path: "gold", role: "manager" },
  { path: "learning", role: "manager" },
  { path: "exports", role: "manager" },
  { path: "members", role: "manager" },
  { path: "form", role: "manager" },
  { path: "settings", role: "manager" },
] as const satisfies readonly { path: string; role: Role }[];

export function ProjectNavigation({ project }: { readonly project: Project }) {
  const pathname = usePathname();
  const translate = useTranslations("shell");
  return (
    <nav aria-label={translate("project")} className="border-b border-line">
      <div className="mx-auto flex max-w-wide flex-wrap items-center gap-x-8 px-5">
        <p className="flex min-w-0 items-center gap-2 pt-2.5 sm:py-2.5">
          <bdi className="truncate text-sm font-semibold">{project.name}</bdi>
          {project.status === "paused" && <Badge tone="warning">{translate("paused")}</Badge>}
        </p>
        <div className="-mx-5 -mb-px flex max-w-[100vw] min-w-0 gap-x-5 overflow-x-auto px-5 [scrollbar-width:none] sm:mx-0 sm:px-0">
          {pages
            .filter((page) => isAtLeast(project.role, page.role))
            .map((page) => {
              const href = `/projects/${project.slug}/${page.path}`;
              return (
                <ProjectLink
                  key={page.path}
                  href={href}
                  label={translate(`pages.${page.path}`)}
                  isCurrent={pathname === href || pathname.startsWith(`${href}/`)}
                />
              );
            })}
        </div>
      </div>
    </nav>
  );
}

type ProjectLinkProps = {
  readonly href: string;
  readonly label: string;
  readonly isCurrent: boolean;
};

function ProjectLink({ href, label, isCurrent }: ProjectLinkProps) {
  const link = useRef<HTMLAnchorElement>(null);
  // On a narrow screen the list scrolls, and the browser must be told which part to show.
  useEffect(() => {
    if (isCurrent) link.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [isCurrent]);
  return (
    <NearLink
      ref={link}
      // The list above names the pages; the compiler cannot see through the slug.
      href={href as Route}
      aria-current={isCurrent ? "page" : undefined}
      className={classNames(
        "border-b-2 py-2.5 text-sm whitespace-nowrap outline-offset-[-4px]",
        isCurrent
          ? "border-accent font-medium text-ink"
          : "border-transparent text-muted hover:text-ink",
      )}
    >
      {label}
    </NearLink>
  );
}
