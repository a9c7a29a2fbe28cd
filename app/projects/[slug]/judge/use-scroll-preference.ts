import { useState } from "react";
import { useKeptPreferences } from "./use-kept-preferences.ts";

/** Whether both responses scroll together: here at once, with the account a moment later. */
export function useScrollPreference(initial: boolean) {
  const [scrollsTogether, setScrollsTogether] = useState(initial);
  const { keep } = useKeptPreferences();
  return {
    scrollsTogether,
    onScrollsTogether: (next: boolean) => {
      setScrollsTogether(next);
      void keep({ scrollsTogether: next });
    },
  };
}
