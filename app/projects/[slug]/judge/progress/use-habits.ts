import { useState } from "react";
import { api } from "#app/trpc/api.ts";
import type { Preferences, UpdatePreferencesInput } from "#server/contracts/preferences.ts";

/** What a person has set for themselves; shown at once, and rejected when it could not be kept. */
export function useHabits(initial: Preferences) {
  const [habits, setHabits] = useState(initial);
  const change = async (part: UpdatePreferencesInput): Promise<void> => {
    await api.accounts.updatePreferences.mutate(part);
    setHabits((held) => ({ ...held, ...part }));
  };
  return [habits, change] as const;
}
