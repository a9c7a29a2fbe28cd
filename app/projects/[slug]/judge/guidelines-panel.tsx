"use client";

import { Dialog } from "#app/components/dialog.tsx";
import { Markdown } from "#app/components/markdown.tsx";
import type { Opening } from "./judge-api.ts";

export function GuidelinesPanel({
  guidelines,
  isOpen,
  onClose,
}: {
  readonly guidelines: Opening["guidelines"];
  readonly isOpen: boolean;
  onClose(): void;
}) {
  return (
    <Dialog title="Guidelines" isOpen={isOpen} onClose={onClose}>
      {guidelines === null ? (
        <p className="text-muted">This project has no guidelines yet.</p>
      ) : (
        <Markdown text={guidelines.markdown} headingLevel={3} />
      )}
    </Dialog>
  );
}
