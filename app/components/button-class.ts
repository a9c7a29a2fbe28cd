import { classNames } from "./class-names.ts";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "medium" | "small";

const variants = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border border-line-strong/60 bg-raised text-ink hover:bg-hover",
  quiet: "text-ink hover:bg-hover",
  danger: "border border-danger/40 bg-raised text-danger hover:bg-danger-soft",
} as const satisfies Record<ButtonVariant, string>;

const sizes = {
  medium: "min-h-10 px-4 py-2 text-sm",
  small: "min-h-8 px-3 py-1 text-[0.8125rem]",
} as const satisfies Record<ButtonSize, string>;

/** The look of a button, for buttons and for links that act like one. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "medium") {
  return classNames(
    "inline-flex items-center justify-center gap-2 rounded-control text-center font-medium leading-5",
    "transition-colors duration-100 select-none",
    "disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-progress aria-disabled:opacity-60",
    variants[variant],
    sizes[size],
  );
}
