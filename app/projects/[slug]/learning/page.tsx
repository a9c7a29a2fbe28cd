import type { Metadata } from "next";
import { PageHeader } from "#app/components/page-header.tsx";
import { Section } from "#app/components/section.tsx";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { LearningCurve } from "./learning-curve.tsx";
import { QueueTable } from "./queue-table.tsx";

export const metadata: Metadata = { title: "Learning" };

export default async function LearningPage({ params }: PageProps<"/projects/[slug]/learning">) {
  const { slug } = await params;
  const project = await getProject(slug);
  const [versions, queue] = await Promise.all([
    orFaultPage(caller.rewardModels.learningCurve({ projectId: project.id })),
    orFaultPage(caller.rewardModels.queue({ projectId: project.id })),
  ]);
  return (
    <>
      <PageHeader
        title="Learning"
        description="What the reward model has learned so far, and what it would learn most from next."
      />
      <Section
        title="Learning curve"
        description="Share of decisive hold-out judgments that each version predicts right. Hold-out prompts are drawn uniformly and never trained on."
      >
        <LearningCurve versions={versions} warmup={queue.warmup} />
      </Section>
      <Section
        title="Asked next"
        description={
          queue.counts.total > 0
            ? `${queue.counts.open} pairs of ${queue.counts.total} in the queue, one a prompt. A pair ranks high when the model is undecided (near 50 %) and would learn from the answer (epistemic), with a little chance mixed in so that every pair keeps a known probability.`
            : "Pairs ranked by what the model would learn from them."
        }
      >
        <QueueTable queue={queue} />
      </Section>
    </>
  );
}
