import type { Metadata } from "next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { projectPath } from "#app/projects/project-path.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { ModelGroup } from "./model-group.tsx";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage({ params }: PageProps<"/projects/[slug]/models">) {
  const { slug } = await params;
  const project = await getProject(slug);
  const { groups, unrated } = await orFaultPage(
    caller.leaderboards.models({ projectId: project.id }),
  );
  return (
    <>
      <PageHeader
        title="Models"
        description="Bradley–Terry ratings of the compared models from all current judgments, with 95 % intervals. Ties and “both bad” count as half a win for either side; 400 points apart means ten wins to one."
      />
      {groups.length === 0 && (
        <EmptyState
          title="No ratings yet"
          action={<LinkButton href={projectPath(slug, "judge")}>Judge pairs</LinkButton>}
        >
          <p>Ratings appear with the first judgment and sharpen with every further one.</p>
        </EmptyState>
      )}
      {groups.length > 1 && (
        <p className="mb-6 max-w-prose text-sm text-muted">
          No chain of judgments links these groups yet, so ratings of different groups cannot be
          compared.
        </p>
      )}
      {groups.map((group) => (
        <ModelGroup key={group.rows[0].name} group={group} />
      ))}
      {groups.length > 0 && unrated.length > 0 && (
        <p className="mt-6 text-sm text-muted">
          Not judged yet: {unrated.map((model) => model.name).join(", ")}.
        </p>
      )}
    </>
  );
}
