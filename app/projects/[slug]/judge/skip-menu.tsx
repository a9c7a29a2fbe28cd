"use client";

import { Button } from "#app/components/button.tsx";
import { Menu, MenuItem } from "#app/components/menu.tsx";
import type { SkipReason } from "./judge-api.ts";
import { Key } from "./key.tsx";

const reasons = [
  { reason: "not_my_field", label: "Not my field" },
  { reason: "unclear", label: "The prompt is unclear" },
  { reason: "broken", label: "Something is broken" },
  { reason: "offensive", label: "I would rather not read this" },
] as const;

/** Skipping is one press; saying why is one more, and never asked for. */
export function SkipMenu({
  isEnabled,
  onSkip,
}: {
  readonly isEnabled: boolean;
  onSkip(reason: SkipReason): void;
}) {
  return (
    <div className="flex items-center gap-1">
      <Button variant="quiet" size="small" disabled={!isEnabled} onClick={() => onSkip(null)}>
        Skip <Key label="S" />
      </Button>
      {isEnabled && (
        <Menu label="Skip and say why" trigger="Why?" size="small">
          {reasons.map(({ reason, label }) => (
            <MenuItem key={reason} onAction={() => onSkip(reason)}>
              {label}
            </MenuItem>
          ))}
        </Menu>
      )}
    </div>
  );
}
