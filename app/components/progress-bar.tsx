type ProgressBarProps = {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** The figures in words, shown above the bar; left out where they stand beside it. */
  readonly text?: string;
};

/** How much of something is done. */
export function ProgressBar({ label, value, max, text }: ProgressBarProps) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div className="flex flex-col gap-1.5">
      {text && <p className="text-sm text-muted tabular-nums">{text}</p>}
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={text}
        className="h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-300"
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
}
