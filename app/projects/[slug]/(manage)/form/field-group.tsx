import { type ReactNode, useId } from "react";

type FieldGroupProps = {
  readonly title: string;
  readonly description: string;
  readonly children: ReactNode;
};

/** A titled part of the builder, narrow enough to stand beside the preview. */
export function FieldGroup({ title, description, children }: FieldGroupProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-t border-line py-7">
      <h2 id={id} className="text-base font-semibold">
        {title}
      </h2>
      <p className="mt-1 mb-5 text-sm leading-6 text-muted">{description}</p>
      {children}
    </section>
  );
}
