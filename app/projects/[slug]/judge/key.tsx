import { useKeyGlyphs } from "./keys/keys-context.tsx";

/** The key that does the same; screen readers hear the button's name only. */
export function Key({ label }: { readonly label: string }) {
  return (
    <span
      aria-hidden="true"
      className="hidden font-sans text-[0.6875rem] leading-4 font-normal opacity-75 [@media(hover:hover)]:inline"
    >
      {label}
    </span>
  );
}

/** The keys of an action as this person has them. */
export function ActionKey({ action }: { readonly action: string }) {
  const glyphs = useKeyGlyphs(action);
  return glyphs === "" ? null : <Key label={glyphs} />;
}
