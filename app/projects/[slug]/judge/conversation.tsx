"use client";

import { useTranslations } from "use-intl/react";
import { Markdown } from "#app/components/markdown.tsx";
import { Fold } from "./fold.tsx";
import type { LeaseOnScreen } from "./judge-api.ts";
import type { ReadingKeyLabels } from "./reading-toolbar.tsx";
import type { ReadingView } from "./reading-view.ts";

type Turn = LeaseOnScreen["messages"][number];

type ConversationProps = {
  readonly messages: readonly Turn[];
  readonly reading: ReadingView;
  readonly keyLabels?: ReadingKeyLabels;
};

/** The last user turn stands out; the system prompt and earlier turns are there, but quiet. */
export function Conversation({ messages, reading, keyLabels = {} }: ConversationProps) {
  const translate = useTranslations("reading");
  const earlier = messages.slice(0, -1);
  const last = messages.at(-1);
  return (
    <section aria-label={translate("conversation")} className="flex max-w-prose flex-col gap-4">
      {earlier.length > 0 && (
        <EarlierTurns turns={earlier} reading={reading} keyLabel={keyLabels.expandPrompt} />
      )}
      {last !== undefined && (
        <div>
          <Speaker role={last.role} />
          <Fold
            text={last.content}
            isOpen={reading.isPromptOpen}
            onToggle={reading.setPromptOpen}
            keyLabel={keyLabels.expandPrompt}
          >
            <Markdown
              text={last.content}
              headingLevel={2}
              className="text-[1.0625rem] sm:text-lg"
            />
          </Fold>
        </div>
      )}
    </section>
  );
}

type EarlierTurnsProps = {
  readonly turns: readonly Turn[];
  readonly reading: ReadingView;
  readonly keyLabel?: string;
};

function EarlierTurns({ turns, reading, keyLabel }: EarlierTurnsProps) {
  const translate = useTranslations("reading");
  return (
    <div className="border-s border-line ps-4 text-sm text-muted">
      <p className="mb-2 text-xs">{translate("earlierTurns", { count: turns.length })}</p>
      <Fold
        text={turns.map((turn) => turn.content).join("\n\n")}
        isOpen={reading.isEarlierOpen}
        onToggle={reading.setEarlierOpen}
        keyLabel={keyLabel}
      >
        <ol className="flex flex-col gap-3">
          {turns.map((turn, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: turns never move within a conversation.
            <li key={index}>
              <Speaker role={turn.role} />
              <Markdown text={turn.content} headingLevel={2} />
            </li>
          ))}
        </ol>
      </Fold>
    </div>
  );
}

function Speaker({ role }: { readonly role: Turn["role"] }) {
  const translate = useTranslations("reading");
  return (
    <p className="mb-1 text-xs font-medium tracking-wide text-muted">
      {translate(`speakers.${role}`)}
    </p>
  );
}
