"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Section } from "#app/components/section.tsx";
import { useTRPC } from "#app/trpc/client.tsx";
import { QualificationForm } from "./qualification-form.tsx";
import { StandingsTable } from "./standings-table.tsx";

/** The rule of the quiz, and who has passed it. */
export function QuizPanel({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.gold.list.queryOptions({ projectId }));
  const { data: standings } = useSuspenseQuery(trpc.gold.standings.queryOptions({ projectId }));
  const questions = data.gold.filter((gold) => gold.use === "quiz").length;
  return (
    <div className="mt-14">
      <Section
        title="Qualification quiz"
        description={
          questions === 0
            ? "Add gold pairs for the quiz above; then it can be required."
            : `${questions} ${questions === 1 ? "question" : "questions"}. Only annotators take it.`
        }
      >
        <QualificationForm
          key={JSON.stringify(data.qualification)}
          projectId={projectId}
          held={data.qualification}
          questions={questions}
        />
      </Section>
      <Section title="Annotators" description="Who has passed, and who needs a hand.">
        <StandingsTable projectId={projectId} standings={standings} />
      </Section>
    </div>
  );
}
