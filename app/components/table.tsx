import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";

type TableProps = {
  /** Names the table for screen readers and for its own scrolling on narrow screens. */
  readonly label: string;
  readonly head: ReactNode;
  readonly children: ReactNode;
};

/**
 * Rows between hairlines; scrolls sideways within itself when it must. It is positioned, so that what
 * is hidden from sight in its cells scrolls with it and does not widen the page.
 */
export function Table({ label, head, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key.
    <section aria-label={label} tabIndex={0} className="relative -mx-1 overflow-x-auto px-1">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-b border-line">{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

type CellProps = { readonly isNumber?: boolean };

export function HeadCell({ isNumber, className, ...rest }: ComponentProps<"th"> & CellProps) {
  return (
    <th
      scope="col"
      {...rest}
      className={classNames(
        "py-2 pe-6 text-start text-[0.8125rem] font-medium whitespace-nowrap text-muted last:pe-0",
        isNumber && "text-end",
        className,
      )}
    />
  );
}

export function Row({ className, ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} className={classNames("border-b border-line", className)} />;
}

export function Cell({ isNumber, className, ...rest }: ComponentProps<"td"> & CellProps) {
  return (
    <td
      {...rest}
      className={classNames(
        "py-3 pe-6 align-middle last:pe-0",
        isNumber && "text-end tabular-nums",
        className,
      )}
    />
  );
}
