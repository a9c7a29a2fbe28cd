import { LinkButton } from "#app/components/link-button.tsx";
import { getTranslations } from "#app/messages/get-translations.ts";

const parts = ["judge", "learn", "export"] as const;

/** What somebody sees who is not signed in. */
export async function Welcome() {
  const translate = await getTranslations("site");
  return (
    <div className="mx-auto w-full max-w-page px-5">
      <div className="grid items-center gap-12 py-16 sm:py-24 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex flex-col items-start gap-6">
          <h1 className="font-display text-5xl leading-[1.08] ltr:tracking-[-0.01em] sm:text-6xl">
            {translate("welcome.title")}
          </h1>
          <p className="max-w-prose text-lg leading-8 text-muted">{translate("welcome.text")}</p>
          <LinkButton href="/sign-in" variant="primary">
            {translate("welcome.signIn")}
          </LinkButton>
        </div>
        <Illustration names={["A", "B"].map((name) => translate("welcome.response", { name }))} />
      </div>
      <dl className="grid border-t border-line sm:grid-cols-3 sm:divide-x sm:divide-line">
        {parts.map((part) => (
          <div
            key={part}
            className="border-b border-line py-8 sm:border-b-0 sm:px-8 sm:first:ps-0 sm:last:pe-0"
          >
            <dt className="font-display text-xl">{translate(`welcome.${part}`)}</dt>
            <dd className="mt-2 text-sm leading-6 text-muted">
              {translate(`welcome.${part}Text`)}
            </dd>
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
function Illustration({ names }: { readonly names: readonly string[] }) {
  return (
    <div
      aria-hidden="true"
      className="hidden grid-cols-2 gap-px overflow-hidden rounded-panel border border-line bg-line lg:grid"
    >
      {lineWidths.map((widths, column) => (
        <div key={widths.join()} className="flex flex-col gap-3.5 bg-raised p-6 pb-10">
          <span className="text-xs font-medium text-muted">{names[column]}</span>
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
