import { Markdown } from "#app/components/markdown.tsx";
import { Skeleton } from "#app/components/skeleton.tsx";
import { Conversation } from "./conversation.tsx";
import type { LeaseOnScreen } from "./judge-api.ts";

/**
 * The conversation and both responses in full. The pair behind the current one is rendered hidden,
 * so that it is there within a frame of the deciding key.
 */
export function PairView({
  lease,
  isHidden,
}: {
  readonly lease: Pick<LeaseOnScreen, "messages" | "left" | "right">;
  readonly isHidden: boolean;
}) {
  return (
    <article hidden={isHidden} aria-label="Pair to judge">
      <Conversation messages={lease.messages} />
      <div className="mt-6 grid gap-5 md:grid-cols-2 md:gap-6">
        <Response name="A" text={lease.left} />
        <Response name="B" text={lease.right} />
      </div>
    </article>
  );
}

function Response({ name, text }: { readonly name: "A" | "B"; readonly text: string }) {
  return (
    <section
      aria-label={`Response ${name}`}
      className="min-w-0 rounded-panel border border-line bg-raised px-5 pt-4 pb-6 shadow-panel sm:px-7"
    >
      <h2 className="mb-3 flex items-baseline gap-2 text-sm text-muted">
        <span className="font-display text-xl text-ink">{name}</span>
        <span className="sr-only">Response</span>
      </h2>
      <Markdown text={text} headingLevel={3} />
    </section>
  );
}

export function PairSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Fetching the next pair…</span>
      <Skeleton className="h-16 w-full max-w-prose" />
      <div className="mt-6 grid gap-5 md:grid-cols-2 md:gap-6">
        <Skeleton className="h-80 w-full rounded-panel" />
        <Skeleton className="h-80 w-full rounded-panel" />
      </div>
    </div>
  );
}
