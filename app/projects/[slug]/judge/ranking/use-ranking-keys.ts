import {
  buildKeyMap,
  type KeyMap,
  screenActions,
} from "#app/projects/[slug]/judge/keys/key-map.ts";
import { useKeyboard } from "#app/projects/[slug]/judge/keys/use-keyboard.ts";
import type { OwnKeys } from "#app/projects/[slug]/judge/keys/use-own-keys.ts";

export const rankingActionIds = [
  "submit",
  "skip",
  "undo",
  "guidelines",
  "expandPrompt",
  "raw",
  "keys",
] as const;
type RankingAction = (typeof rankingActionIds)[number];

type Perform = Readonly<Record<RankingAction | "alike", () => void>> & {
  place(at: number): void;
};

/** Joins the actions of ranking to a person's keys; digits stand for the responses. */
export function useRankingKeys(own: OwnKeys, responses: number, perform: Perform) {
  const actions: KeyMap = [
    ...Array.from({ length: responses }, (_, at) => ({ id: `place-${at}`, keys: [`${at + 1}`] })),
    { id: "alike", keys: ["t", "="] },
    ...screenActions.filter(({ id }) => rankingActionIds.some((known) => known === id)),
  ];
  const map = buildKeyMap(actions, own.keys);
  useKeyboard(map, (id) => {
    if (id.startsWith("place-")) perform.place(Number(id.slice("place-".length)));
    else if (id === "alike") perform.alike();
    else {
      const action = rankingActionIds.find((known) => known === id);
      if (action === undefined) return false;
      perform[action]();
    }
    return true;
  });
  return { actions, map };
}
