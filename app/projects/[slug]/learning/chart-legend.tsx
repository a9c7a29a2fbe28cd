import type { ReactNode } from "react";

type ChartLegendProps = {
  readonly series: readonly {
    readonly key: string;
    readonly name: string;
    readonly colour: string;
    readonly dash: string | undefined;
  }[];
  /** What else there is to know of the plot. */
  readonly children?: ReactNode;
};

/** The caption of a plot that tells its lines apart, by their dashes as well as their colours. */
export function ChartLegend({ series, children }: ChartLegendProps) {
  return (
    <figcaption className="mb-3 flex flex-wrap gap-x-6 gap-y-1 text-[0.8125rem] text-muted">
      {series.map(({ key, name, colour, dash }) => (
        <span key={key} className="flex items-center gap-2">
          <svg viewBox="0 0 24 4" className="h-1 w-6 shrink-0" aria-hidden="true">
            <path d="M0 2h24" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
          </svg>
          {name}
        </span>
      ))}
      {children && <span>{children}</span>}
    </figcaption>
  );
}
