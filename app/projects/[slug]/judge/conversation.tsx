import { classNames } from "#app/components/class-names.ts";
import { Markdown } from "#app/components/markdown.tsx";
import type { LeaseOnScreen } from "./judge-api.ts";

type Turn = LeaseOnScreen["messages"][number];

/** Above this many characters earlier turns start folded, so that the responses stay in view. */
const foldedFrom = 1200;

/** The last user turn stands out; the system prompt and earlier turns are there, but quiet. */
export function Conversation({ messages }: { readonly messages: readonly Turn[] }) {
  const earlier = messages.slice(0, -1);
  const last = messages.at(-1);
  const length = earlier.reduce((sum, turn) => sum + turn.content.length, 0);
  return (
    <section aria-label="Conversation" className="flex max-w-prose flex-col gap-4">
      {earlier.length > 0 && (
        <details open={length < foldedFrom} className="text-sm text-muted">
          <summary className="-mx-2 inline-block rounded-control px-2 py-1 hover:bg-hover">
            {earlier.length === 1 ? "1 earlier turn" : `${earlier.length} earlier turns`}
          </summary>
          <ol className="mt-2 flex flex-col gap-3 border-l border-line pl-4">
            {earlier.map((turn, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: turns never move within a conversation.
              <li key={index}>
                <TurnText turn={turn} />
              </li>
            ))}
          </ol>
        </details>
      )}
      {last !== undefined && <TurnText turn={last} isLast />}
    </section>
  );
}

const speakers = { system: "System", user: "User", assistant: "Assistant" } as const;

function TurnText({ turn, isLast = false }: { readonly turn: Turn; readonly isLast?: boolean }) {
  return (
    <div>
      <p className="mb-1 text-xs tracking-wide text-muted">{speakers[turn.role]}</p>
      <Markdown
        text={turn.content}
        headingLevel={2}
        className={classNames(isLast && "text-lg leading-relaxed")}
      />
    </div>
  );
}
