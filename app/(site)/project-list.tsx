import type { Route } from "next";
import Link from "next/link";
import { Badge } from "#app/components/badge.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import { PageBody } from "#app/components/page-body.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ProgressBar } from "#app/components/progress-bar.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { isAtLeast } from "#server/auth/permissions.ts";
import { CreateProjectButton } from "./create-project-button.tsx";

type Project = ApiOutputs["projects"]["list"][number];

type ProjectListProps = {
  readonly projects: readonly Project[];
  readonly isAdministrator: boolean;
};

type Translate = Awaited<ReturnType<typeof getTranslations<"site">>>;

export async function ProjectList({ projects, isAdministrator }: ProjectListProps) {
  const translate = await getTranslations("site");
  return (
    <PageBody>
      <PageHeader
        title={translate("projects.title")}
        actions={isAdministrator && <CreateProjectButton />}
      />
      {projects.length === 0 ? (
        <NoProjects isAdministrator={isAdministrator} translate={translate} />
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

type NoProjectsProps = { readonly isAdministrator: boolean; readonly translate: Translate };

function NoProjects({ isAdministrator, translate }: NoProjectsProps) {
  const who = isAdministrator ? "none" : "notInvited";
  return (
    <EmptyState title={translate(`projects.${who}Title`)}>
      {translate(`projects.${who}Text`)}
    </EmptyState>
  );
}

async function ProjectRow({ project }: { readonly project: Project }) {
  const translate = await getTranslations("site");
  return (
    <li className="grid items-center gap-x-10 gap-y-5 border-b border-line py-7 md:grid-cols-[minmax(0,1fr)_16rem_7.5rem]">
      <ProjectTitle project={project} />
      <ProjectProgress project={project} translate={translate} />
      <div className="flex md:justify-end">
        <NextStep project={project} translate={translate} />
      </div>
    </li>
  );
}

async function ProjectTitle({ project }: { readonly project: Project }) {
  const { slug, name, description, status } = project;
  const translate = await getTranslations("site");
  const common = await getTranslations("common");
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="min-w-0 font-display text-2xl leading-snug">
          <Link
            href={`/projects/${slug}`}
            className="underline decoration-transparent underline-offset-4 hover:decoration-line-strong"
          >
            <bdi>{name}</bdi>
          </Link>
        </h2>
        <Badge>{common(`roles.${roleOf(project)}`)}</Badge>
        {status === "paused" && <Badge tone="warning">{translate("projects.paused")}</Badge>}
      </div>
      {description && (
        <p className="mt-1 line-clamp-2 text-sm leading-6 text-muted">
          <bdi>{description}</bdi>
        </p>
      )}
    </div>
  );
}

type RowPartProps = { readonly project: Project; readonly translate: Translate };

function ProjectProgress({ project, translate }: RowPartProps) {
  const { name, judgments, targetJudgments: target, ownJudgments } = project;
  if (target === 0) return <p className="text-sm text-muted">{translate("projects.nothingYet")}</p>;
  return (
    <div>
      <ProgressBar
        label={translate("projects.progressOf", { name })}
        value={judgments}
        max={target}
        text={translate("projects.progress", { judgments, target })}
      />
      <p className="mt-1.5 text-[0.8125rem] text-muted tabular-nums">
        {translate("projects.own", { count: ownJudgments })}
      </p>
    </div>
  );
}

/** The one thing that moves this project on for this person. */
function NextStep({ project, translate }: RowPartProps) {
  const { slug, targetJudgments } = project;
  if (targetJudgments > 0) {
    return (
      <LinkButton href={`/projects/${slug}/judge` as Route} variant="primary" size="small">
        {translate("projects.judge")}
      </LinkButton>
    );
  }
  if (!isAtLeast(roleOf(project), "manager")) return null;
  return (
    <LinkButton href={`/projects/${slug}/data` as Route} variant="primary" size="small">
      {translate("projects.importData")}
    </LinkButton>
  );
}

/** An administrator who is no member holds a project as its owner. */
function roleOf(project: Project) {
  return project.role ?? "owner";
}
