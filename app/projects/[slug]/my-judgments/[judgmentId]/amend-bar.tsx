"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { projectPath } from "#app/projects/project-path.ts";
import type { Amending } from "./use-amending.ts";

type AmendBarProps = {
  readonly slug: string;
  readonly amending: Amending;
  /** The verdicts to choose from. */
  readonly children: ReactNode;
};

export function AmendBar({ slug, amending, children }: AmendBarProps) {
  const translate = useTranslations("judge.mine");
  const { isBusy, fault, flow } = amending;
  return (
    <section
      aria-label={translate("change")}
      className="sticky bottom-0 z-10 -mx-5 flex flex-col gap-3 border-t border-line bg-paper/95 px-5 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] backdrop-blur"
    >
      {children}
      {fault !== "" && (
        <Notice tone="danger" isAlert>
          {translate("failed", { reason: fault })}
        </Notice>
      )}
      <div className="flex flex-wrap justify-end gap-3">
        <LinkButton href={projectPath(slug, "my-judgments")} variant="quiet">
          {translate("keep")}
        </LinkButton>
        <Button variant="primary" isBusy={isBusy} onClick={flow.trySubmit}>
          {translate("change")}
        </Button>
      </div>
    </section>
  );
}
