import { useState } from "react";
import { useTRPCClient } from "#app/trpc/client.tsx";
import type { Preferences, UpdatePreferencesInput } from "#server/contracts/preferences.ts";

/** What a person has set for themselves; shown at once, and rejected when it could not be kept. */
export function useHabits(initial: Preferences) {
  const client = useTRPCClient();
  const [habits, setHabits] = useState(initial);
  const change = async (part: UpdatePreferencesInput): Promise<void> => {
    await client.accounts.updatePreferences.mutate(part);
    setHabits((held) => ({ ...held, ...part }));
  };
  return [habits, change] as const;
}
