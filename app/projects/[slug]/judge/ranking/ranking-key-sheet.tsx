"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { Dialog } from "#app/components/dialog.tsx";
import { buildKeyMap, type KeyMap } from "#app/projects/[slug]/judge/keys/key-map.ts";
import { KeyRow } from "#app/projects/[slug]/judge/keys/key-row.tsx";
import type { OwnKeys } from "#app/projects/[slug]/judge/keys/use-own-keys.ts";
import { useRemapping } from "#app/projects/[slug]/judge/keys/use-remapping.ts";
import { responseLetter } from "./response-letter.ts";
import { rankingActionIds } from "./use-ranking-keys.ts";

type RankingKeySheetProps = { readonly actions: KeyMap; readonly own: OwnKeys; onClose(): void };

/** Every action of ranking with its keys, each of which can be changed. */
export function RankingKeySheet({ actions, own, onClose }: RankingKeySheetProps) {
  const translate = useTranslations("judge.keys");
  const ranking = useTranslations("ranking");
  const actionWords = useTranslations("judge.action");
  const map = buildKeyMap(actions, own.keys);
  const [said, setSaid] = useState("");
  const nameOf = (id: string) => {
    if (id === "alike") return ranking("alike");
    if (id.startsWith("place-")) {
      return ranking("response", { name: responseLetter(Number(id.slice("place-".length))) });
    }
    const known = rankingActionIds.find((one) => one === id);
    return known === undefined ? id : actionWords(known);
  };
  const remapping = useRemapping({ map, own, nameOf, say: setSaid });
  return (
    <Dialog title={translate("title")} isOpen onClose={onClose}>
      <p className="text-sm leading-6 text-muted">{translate("intro")}</p>
      <ul className="divide-y divide-line border-y border-line">
        {actions.map(({ id }) => (
          <KeyRow key={id} id={id} name={nameOf(id)} map={map} remapping={remapping} />
        ))}
      </ul>
      <p role="status" className="min-h-5 text-sm text-muted">
        {own.fault === "" ? said : translate("failed", { reason: own.fault })}
      </p>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          {translate("close")}
        </Button>
      </div>
    </Dialog>
  );
}
