import { LinkButton } from "#app/components/link-button.tsx";

const parts = [
  {
    title: "Judge",
    text: "Two responses side by side, blind and in random order. One key decides, and the next pair is already there.",
  },
  {
    title: "Learn",
    text: "A reward model learns from every judgment and asks next about the pairs it is least sure of.",
  },
  {
    title: "Export",
    text: "Chosen and rejected responses, ready for DPO or a reward model, with counts that add up.",
  },
] as const;

/** What somebody sees who is not signed in. */
export function Welcome() {
  return (
    <div className="mx-auto w-full max-w-page px-5">
      <div className="grid items-center gap-12 py-16 sm:py-24 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex flex-col items-start gap-6">
          <h1 className="font-display text-5xl leading-[1.08] tracking-[-0.01em] sm:text-6xl">
            Which answer is better, where the model cannot tell
          </h1>
          <p className="max-w-prose text-lg leading-8 text-muted">
            Tiebreak collects human preferences between answers of language models. It spends
            people’s attention where a reward model is undecided.
          </p>
          <LinkButton href="/sign-in" variant="primary">
            Sign in
          </LinkButton>
        </div>
        <Illustration />
      </div>
      <dl className="grid border-t border-line sm:grid-cols-3 sm:divide-x sm:divide-line">
        {parts.map((part) => (
          <div
            key={part.title}
            className="border-b border-line py-8 sm:border-b-0 sm:px-8 sm:first:pl-0 sm:last:pr-0"
          >
            <dt className="font-display text-xl">{part.title}</dt>
            <dd className="mt-2 text-sm leading-6 text-muted">{part.text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const lineWidths = [
  [92, 100, 84, 96, 60],
  [100, 88, 97, 72, 40],
] as const;

/** Two responses and the mark that falls between them. */
function Illustration() {
  return (
    <div
      aria-hidden="true"
      className="hidden grid-cols-2 gap-px overflow-hidden rounded-panel border border-line bg-line lg:grid"
    >
      {lineWidths.map((widths, column) => (
        <div key={widths.join()} className="flex flex-col gap-3.5 bg-raised p-6 pb-10">
          <span className="text-xs font-medium text-muted">
            Response {column === 0 ? "A" : "B"}
          </span>
          {widths.map((width) => (
            <span
              key={width}
              className="h-2 rounded-full bg-hover"
              style={{ width: `${width}%` }}
            />
          ))}
        </div>
      ))}
      <div className="col-span-2 flex items-center justify-center gap-10 bg-raised py-5">
        <span className="h-px w-20 bg-line-strong/50" />
        <span className="size-3.5 rounded-full bg-accent" />
        <span className="h-px w-20 bg-line-strong/50" />
      </div>
    </div>
  );
}
