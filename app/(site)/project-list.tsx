import type { Route } from "next";
import Link from "next/link";
import { Badge } from "#app/components/badge.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import { PageBody } from "#app/components/page-body.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ProgressBar } from "#app/components/progress-bar.tsx";
import { formatCount } from "#app/format.ts";
import { roleWords } from "#app/role-words.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { isAtLeast } from "#server/auth/permissions.ts";
import { CreateProjectButton } from "./create-project-button.tsx";

type Project = ApiOutputs["projects"]["list"][number];

type ProjectListProps = {
  readonly projects: readonly Project[];
  readonly isAdministrator: boolean;
};

export function ProjectList({ projects, isAdministrator }: ProjectListProps) {
  return (
    <PageBody>
      <PageHeader title="Projects" actions={isAdministrator && <CreateProjectButton />} />
      {projects.length === 0 ? (
        <NoProjects isAdministrator={isAdministrator} />
      ) : (
        <ul className="border-t border-line">
          {projects.map((project) => (
            <ProjectRow key={project.id} project={project} />
          ))}
        </ul>
      )}
    </PageBody>
  );
}

function NoProjects({ isAdministrator }: { readonly isAdministrator: boolean }) {
  if (isAdministrator) {
    return (
      <EmptyState title="No projects yet">
        A project holds prompts, the responses to compare, and the people who judge them. Create one
        to begin.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="You are not in a project yet">
      Somebody who runs a project can send you an invite link. Open it in this browser, and the
      project appears here.
    </EmptyState>
  );
}

function ProjectRow({ project }: { readonly project: Project }) {
  const { slug, name, description, judgments, targetJudgments, ownJudgments } = project;
  const text = `${formatCount(judgments)} of ${formatCount(targetJudgments)} judgments`;
  return (
    <li className="grid items-center gap-x-10 gap-y-5 border-b border-line py-7 md:grid-cols-[minmax(0,1fr)_16rem_7.5rem]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 dir="auto" className="min-w-0 font-display text-2xl leading-snug">
            <Link
              href={`/projects/${slug}`}
              className="underline decoration-transparent underline-offset-4 hover:decoration-line-strong"
            >
              {name}
            </Link>
          </h2>
          <Badge>{roleWords[roleOf(project)].label}</Badge>
          {project.status === "paused" && <Badge tone="warning">Paused</Badge>}
        </div>
        {description && (
          <p dir="auto" className="mt-1 line-clamp-2 text-left text-sm leading-6 text-muted">
            {description}
          </p>
        )}
      </div>
      {targetJudgments > 0 ? (
        <div>
          <ProgressBar
            label={`Progress of ${name}`}
            value={judgments}
            max={targetJudgments}
            text={text}
          />
          <p className="mt-1.5 text-[0.8125rem] text-muted tabular-nums">
            {formatCount(ownJudgments)} by you
          </p>
        </div>
      ) : (
        <p className="text-sm text-muted">Nothing to judge yet</p>
      )}
      <div className="flex md:justify-end">
        <NextStep project={project} />
      </div>
    </li>
  );
}

/** The one thing that moves this project on for this person. */
function NextStep({ project }: { readonly project: Project }) {
  const { slug, targetJudgments } = project;
  if (targetJudgments > 0) {
    return (
      <LinkButton href={`/projects/${slug}/judge` as Route} variant="primary" size="small">
        Judge
      </LinkButton>
    );
  }
  if (!isAtLeast(roleOf(project), "manager")) return null;
  return (
    <LinkButton href={`/projects/${slug}/data` as Route} variant="primary" size="small">
      Import data
    </LinkButton>
  );
}

/** An administrator who is no member holds a project as its owner. */
function roleOf(project: Project) {
  return project.role ?? "owner";
}
