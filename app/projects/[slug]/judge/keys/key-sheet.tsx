"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { Dialog } from "#app/components/dialog.tsx";
import type { VerdictOption } from "#app/projects/[slug]/judge/verdict-options.ts";
import { buildKeyMap, type KeyMap, type ScreenAction } from "./key-map.ts";
import { KeyRow } from "./key-row.tsx";
import { useActionName } from "./use-action-name.ts";
import type { OwnKeys } from "./use-own-keys.ts";
import { useRemapping } from "./use-remapping.ts";

const moving = ["submit", "skip", "undo", "guidelines", "keys"] as const;
const reading = [
  ...(["focusA", "focusB", "expandPrompt", "raw"] as const),
  ...(["difference", "scrollTogether"] as const),
] satisfies ScreenAction[];

type KeySheetProps = {
  /** All actions with their keys as they were at first. */
  readonly actions: KeyMap;
  readonly options: readonly VerdictOption[];
  readonly strengthLevels: number;
  readonly own: OwnKeys;
  onClose(): void;
};

/** Every action with its keys, each of which can be changed. */
export function KeySheet({ actions, options, strengthLevels, own, onClose }: KeySheetProps) {
  const translate = useTranslations("judge.keys");
  const nameOf = useActionName(options, strengthLevels);
  const map = buildKeyMap(actions, own.keys);
  const [said, setSaid] = useState("");
  const remapping = useRemapping({ map, own, nameOf, say: setSaid });
  const groups = [
    { title: translate("verdicts"), ids: options.map((option) => option.id) },
    { title: translate("moving"), ids: moving },
    { title: translate("reading"), ids: reading },
  ];
  return (
    <Dialog title={translate("title")} isOpen onClose={onClose}>
      <p className="text-sm leading-6 text-muted">{translate("intro")}</p>
      {groups.map((group) => (
        <section key={group.title}>
          <h3 className="mb-1 text-sm font-medium">{group.title}</h3>
          <ul className="divide-y divide-line border-y border-line">
            {group.ids.map((id) => (
              <KeyRow key={id} id={id} name={nameOf(id)} map={map} remapping={remapping} />
            ))}
          </ul>
        </section>
      ))}
      <p role="status" className="min-h-5 text-sm text-muted">
        {own.fault === "" ? said : translate("failed", { reason: own.fault })}
      </p>
      <div className="flex flex-wrap justify-end gap-3">
        <Button
          onClick={() => {
            own.change({});
            remapping.cancel();
            setSaid(translate("isReset"));
          }}
        >
          {translate("reset")}
        </Button>
        <Button variant="primary" onClick={onClose}>
          {translate("close")}
        </Button>
      </div>
    </Dialog>
  );
}
