import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { useToast } from "#app/components/toast.tsx";
import { drawId } from "#app/draw-id.ts";
import { faultWords } from "#app/fault-words.ts";
import { type Draft, draftOf } from "#app/projects/[slug]/judge/answers/draft.ts";
import { useAnswerFlow } from "#app/projects/[slug]/judge/answers/use-answer-flow.ts";
import type { SaidVerdict } from "#app/projects/[slug]/judge/answers/verdict-words.ts";
import { projectPath } from "#app/projects/project-path.ts";
import { useTRPC } from "#app/trpc/client.tsx";
import type { JudgmentOnPage } from "./amend-workspace.tsx";

type AmendingParams = {
  readonly slug: string;
  readonly projectId: string;
  readonly judgment: JudgmentOnPage;
};

/** What is to be said instead; nothing is sent before the person asks for it. */
export function useAmending({ slug, projectId, judgment }: AmendingParams) {
  const { form, left, right, judgmentId } = judgment;
  const [draft, setDraft] = useState<Draft>(() => draftOf(judgment.said));
  // One key for one amendment, however often it has to be sent.
  const [idempotencyKey, setKey] = useState(drawId);
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const say = useToast();
  const translate = useTranslations("judge.mine");
  const amend = useMutation(
    trpc.judgments.amend.mutationOptions({
      onSuccess: async () => {
        say(translate("saved"));
        await queryClient.invalidateQueries({ queryKey: trpc.judgments.mine.pathKey() });
        router.push(projectPath(slug, "my-judgments"));
      },
      onError: (error) => error.data && setKey(drawId()),
    }),
  );
  const change = (next: Draft) => {
    setDraft(next);
    // Other words are another amendment.
    if (!amend.isPending) setKey(drawId());
  };
  const flow = useAnswerFlow({
    subject: judgmentId,
    form,
    draft,
    texts: { left, right },
    onDraft: change,
    onSubmit: (submission) =>
      amend.mutate({ projectId, judgmentId, idempotencyKey, timings: null, ...submission }),
  });
  return {
    draft,
    flow,
    isBusy: amend.isPending || amend.isSuccess,
    fault: amend.error === null ? "" : faultWords(amend.error),
    choose: ({ verdict, strength }: SaidVerdict) => change({ ...draft, verdict, strength }),
  };
}
export type Amending = ReturnType<typeof useAmending>;
