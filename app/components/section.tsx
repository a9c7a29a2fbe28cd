import { type ReactNode, useId } from "react";

type SectionProps = {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** A titled part of a page, set off by a hairline; title at the side where there is room. */
export function Section({ title, description, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-12 gap-y-5 border-t border-line py-8 lg:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div className="flex flex-col items-start gap-2">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {description && <div className="text-sm leading-6 text-muted">{description}</div>}
        {actions}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
