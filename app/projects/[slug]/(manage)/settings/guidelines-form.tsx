"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#app/components/button.tsx";
import { Markdown } from "#app/components/markdown.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/section.tsx";
import { SegmentedControl } from "#app/components/segmented-control.tsx";
import { TextArea } from "#app/components/text-area.tsx";
import { useToast } from "#app/components/toast.tsx";
import { faultWords } from "#app/fault-words.ts";
import { useTRPC } from "#app/trpc/client.tsx";

type GuidelinesFormProps = {
  readonly projectId: string;
  readonly version: number;
  readonly markdown: string;
};

const views = [
  { value: "write", label: "Write" },
  { value: "preview", label: "Preview" },
] as const;

export function GuidelinesForm({ projectId, version, markdown }: GuidelinesFormProps) {
  const [text, setText] = useState(markdown);
  const [view, setView] = useState<"write" | "preview">("write");
  const publish = usePublishGuidelines();
  return (
    <Section
      title="Guidelines"
      description={`Version ${version} is shown beside every pair. Judgments keep the version they were made under.`}
    >
      <form
        className="flex max-w-prose flex-col items-start gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          publish.mutate({ projectId, markdown: text });
        }}
      >
        <SegmentedControl
          label="View of the guidelines"
          isLabelHidden
          value={view}
          options={views}
          onChange={(next) => setView(next)}
        />
        <div className="w-full">
          {view === "write" ? (
            <TextArea
              label="Text, as Markdown"
              rows={14}
              maxLength={50_000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          ) : (
            <div className="min-h-80 border-y border-line py-5">
              <Markdown text={text || "*Nothing yet.*"} />
            </div>
          )}
        </div>
        {publish.error && (
          <Notice tone="danger" isAlert>
            {faultWords(publish.error)}
          </Notice>
        )}
        <Button
          type="submit"
          variant="primary"
          isBusy={publish.isPending}
          disabled={text.trim() === markdown.trim()}
        >
          Publish version {version + 1}
        </Button>
      </form>
    </Section>
  );
}

function usePublishGuidelines() {
  const trpc = useTRPC();
  const router = useRouter();
  const say = useToast();
  return useMutation(
    trpc.projects.publishGuidelines.mutationOptions({
      onSuccess: ({ version }) => {
        say(`Version ${version} of the guidelines is in force.`);
        router.refresh();
      },
    }),
  );
}
