import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#app/trpc/client.tsx";

/** Whether both responses scroll together: here at once, with the account a moment later. */
export function useScrollPreference(initial: boolean) {
  const [scrollsTogether, setScrollsTogether] = useState(initial);
  const trpc = useTRPC();
  const save = useMutation(trpc.accounts.updatePreferences.mutationOptions());
  return {
    scrollsTogether,
    onScrollsTogether: (next: boolean) => {
      setScrollsTogether(next);
      save.mutate({ scrollsTogether: next });
    },
  };
}
