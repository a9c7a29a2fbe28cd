import { useEffect, useEffectEvent } from "react";
import { isCommand, isLeavingField, isSubmitWhileTyping } from "./is-command.ts";
import { findAction, type KeyMap } from "./key-map.ts";

/** Runs actions by their keys; `perform` says whether there was anything to do. */
export function useKeyboard(map: KeyMap, perform: (action: string) => boolean): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (isLeavingField(event)) return event.target.blur();
    const action = isSubmitWhileTyping(event)
      ? "submit"
      : isCommand(event)
        ? findAction(map, event)
        : null;
    if (action !== null && perform(action)) event.preventDefault();
  });
  // The external system is the keyboard.
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}
