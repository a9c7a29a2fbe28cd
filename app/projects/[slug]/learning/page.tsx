import type { Metadata } from "next";
import { PageHeader } from "#app/components/page-header.tsx";
import { Section } from "#app/components/section.tsx";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { DriftPlot } from "./drift-plot.tsx";
import { LearningCurve } from "./learning-curve.tsx";
import { ProofSections } from "./proof-sections.tsx";
import { QueueTable } from "./queue-table.tsx";
import { queueWords } from "./queue-words.ts";
import { Rescorings } from "./rescorings.tsx";
import { ServicePanel } from "./service/service-panel.tsx";
import { VersionsPanel } from "./versions-panel.tsx";

export const metadata: Metadata = { title: "Learning" };

export default async function LearningPage({ params }: PageProps<"/projects/[slug]/learning">) {
  const { slug } = await params;
  const project = await getProject(slug);
  const projectId = project.id;
  const [versions, queue, proof, ranking, rescorings, service] = await orFaultPage(
    Promise.all([
      caller.rewardModels.learningCurve({ projectId }),
      caller.rewardModels.queue({ projectId }),
      caller.rewardModels.proof({ projectId }),
      caller.rewardModels.ranking({ projectId }),
      caller.rewardModels.rescorings({ projectId }),
      caller.scoreServices.status({ projectId }),
    ]),
  );
  return (
    <>
      <PageHeader
        title="Learning"
        description="What the reward model has learned so far, and what it would learn most from next."
      />
      <ProofSections proof={proof} />
      <Section
        title="Learning curve"
        description="Share of decisive hold-out judgments that each version predicts right. Hold-out prompts are drawn uniformly and never trained on."
      >
        <LearningCurve versions={versions} warmup={queue.warmup} />
      </Section>
      <Section title="Asked next" description={queueWords(queue)}>
        <QueueTable queue={queue} />
      </Section>
      <Section
        title="Versions"
        description="The newest version ranks unless you choose one. Going back to an earlier one loses nothing."
      >
        <DriftPlot versions={versions} />
        <VersionsPanel projectId={projectId} versions={versions} ranking={ranking} />
        <Rescorings rescorings={rescorings} />
      </Section>
      <Section
        title="Score service"
        description="An outside reward model to learn on top of. Without one, the embedded model stands alone."
      >
        <ServicePanel projectId={projectId} service={service} />
      </Section>
    </>
  );
}
